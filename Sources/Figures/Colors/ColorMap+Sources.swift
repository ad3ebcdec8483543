extension ColorMap {
  /// The colour maps that have a name, in alphabetical order.
  public static var names: [String] { sources.keys.sorted() }

  static let sources: [String: String] = [
    "bwr": "00f,80:fff,f00",
    "cold": "000,00f,0ff",
    "coldnhot": "0ff,00f,80:000,f00,ff0,fff",
    "coleus": "00d000,80:d0d0d0,d000d0",
    "coolio": "00d0d0,80:d0d0d0,d000d0",
    "france": "0055a4,80:fff,ef4135",
    "gray": "000,fff",
    "green-gold": "147d00,fae600",
    "hot": "000,f00,ff0,fff",
    "low-to-high": "1e78c8,80:8e4fb0,d81b50",
    "maroon-white-aqua": "8c0f0f,80:fff,00dcaa",
    "seismic": "0000d0,80:d0d0d0,d00000",
    "wblue": "fff,00f",
    "wred": "fff,f00",
  ]
}
