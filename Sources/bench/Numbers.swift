import Foundation

extension Double {
  /// With two digits and a power of ten: "1.3e-03".
  var short: String { String(format: "%.1e", self) }

  /// With so many decimals.
  func text(_ decimals: Int = 1) -> String {
    let scale = (0..<decimals).reduce(1) { scale, _ in scale * 10 }
    guard isFinite, magnitude < 1e15 else { return "-" }
    let scaled = Int((magnitude * Double(scale)).rounded())
    let sign = self < 0 && scaled > 0 ? "-" : ""
    if decimals == 0 { return "\(sign)\(scaled)" }
    let fraction = String(scaled % scale)
    return "\(sign)\(scaled / scale)." + String(repeating: "0", count: decimals - fraction.count) + fraction
  }
}

extension String {
  func filled(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - count))
  }

  func led(to width: Int) -> String {
    String(repeating: " ", count: Swift.max(0, width - count)) + self
  }
}
