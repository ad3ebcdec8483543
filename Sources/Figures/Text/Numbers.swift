import Glibc

// Numbers are written here and not by printf, whose decimal sign depends on the locale.

extension Double {
  /// With so many significant digits, without trailing zeros: `0.0833`, `12`, `1.5e-07`.
  package func text(significant: Int = 3) -> String {
    if !isFinite { return isNaN ? "nan" : self > 0 ? "inf" : "-inf" }
    let magnitude = abs(self)
    if magnitude == 0 { return "0" }
    var exponent = Int(log10(magnitude).rounded(.down))
    if exponent >= -4 && exponent < 6 {
      return text(decimals: max(0, significant - 1 - exponent)).withoutTrailingZeros
    }
    if exponent < -300 { return description }
    var mantissa = (magnitude / pow(10, Double(exponent))).text(decimals: significant - 1)
    if mantissa.hasPrefix("10") {
      mantissa = "1"
      exponent += 1
    }
    return (self < 0 ? "-" : "") + mantissa.withoutTrailingZeros + "e\(exponent)"
  }

  /// With so many decimals, the last one rounded.
  package func text(decimals: Int) -> String {
    let scaled = (abs(self) * pow(10, Double(decimals))).rounded()
    guard scaled < 9e15 else { return isNaN ? "nan" : description }
    var digits = String(Int(scaled))
    if decimals > 0 {
      digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
      digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals))
    }
    return (self < 0 && scaled > 0 ? "-" : "") + digits
  }

  /// The decimal number that a Float32 shows, so that 0.1 stays 0.1.
  package init(shortest value: Float) {
    self = Double(value.description) ?? Double(value)
  }
}

/// Numbers for one column, with as many decimals as show four digits of the largest, or fewer where all the
/// last ones are 0; each on its own where the largest is beyond a plain decimal number.
package func columnTexts(_ numbers: [Double]) -> [String] {
  let finite = numbers.filter(\.isFinite)
  let largest = finite.map { abs($0) }.max() ?? 0
  guard largest >= 1e-3 && largest < 1e6 else { return numbers.map { $0.text(significant: 4) } }
  let most = max(0, 3 - Int(log10(largest).rounded(.down)))
  let digits = finite.map { $0.text(decimals: most).withoutTrailingZeros }
  let needed = digits.map { $0.split(separator: ".").dropFirst().first?.count ?? 0 }.max() ?? 0
  return numbers.map { $0.isFinite ? $0.text(decimals: needed) : $0.text() }
}

extension String {
  /// With the minus sign of typography instead of the hyphen, for numbers in a drawing.
  package var typeset: String {
    String(map { $0 == "-" ? "−" : $0 })
  }

  fileprivate var withoutTrailingZeros: String {
    guard contains(".") else { return self }
    var text = Substring(self)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return String(text)
  }
}
