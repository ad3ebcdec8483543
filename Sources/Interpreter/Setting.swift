import Tensors

/// A line `:name text` that changes how the session works. `:set name=text` says the same.
struct Setting: Sendable {
  let name: String
  let summary: String
  let apply: @Sendable (String, inout Session) throws(Mistake) -> Void

  static let all: [Setting] = [
    Setting(
      name: "memory",
      summary:
        "the bytes that values may take at a time, beside weights and results; it decides how many conditions run together: :set memory=2G"
    ) { (text, session) throws(Mistake) in
      guard let bytes = bytes(text), (64 << 20...physicalMemory).contains(bytes) else {
        throw .settingNeeds(
          "memory", what: "a size from 64M to what this machine has, such as :set memory=2G")
      }
      session.memory = bytes
    },
    Setting(name: "seed", summary: "the number that all random choices follow from: :seed 7") {
      (text, session) throws(Mistake) in
      guard let seed = UInt64(text) else {
        throw .settingNeeds("seed", what: "a whole number from 0, such as :seed 7")
      }
      session.seed = seed
    },
  ]

  static func apply(_ name: String, _ text: String, to session: inout Session) throws(Mistake) {
    guard name == "set" else { return try named(name).apply(text, &session) }
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else {
      throw .settingNeeds("set", what: "a name and what it is set to, such as :set memory=2G")
    }
    try named(parts[0]).apply(parts[1], &session)
  }

  private static func named(_ name: String) throws(Mistake) -> Setting {
    guard let setting = all.first(where: { $0.name == name }) else {
      throw .noSetting(name, names: (all.map(\.name) + Directive.all.map(\.name)).sorted())
    }
    return setting
  }

  /// "2G", "512M", "100k" or a plain number of bytes; units are powers of 1024.
  private static func bytes(_ text: String) -> Int? {
    let shifts: [Character: Int] = ["k": 10, "m": 20, "g": 30]
    let shift = text.last.flatMap { shifts[Character($0.lowercased())] }
    guard let number = Double(shift == nil ? text : String(text.dropLast())), number > 0 else { return nil }
    let bytes = number * Double(1 << (shift ?? 0))
    return bytes < 1e15 ? Int(bytes) : nil
  }
}
