/// What a field of a table says.
enum Entry {
  case missing
  case number(Double)
  case infinite
  case text

  /// Nothing, NA, N/A, NaN, null and ? stand for a missing value, in any case.
  init(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) {
    if start == end {
      self = .missing
    } else if let number = decimal(bytes, start, end) {
      // What is calculated with it is Float32.
      self = Float(number).isFinite ? .number(number) : .infinite
    } else if end - start > 9 {
      self = .text
    } else {
      switch String(decoding: bytes[start..<end], as: UTF8.self).lowercased() {
      case "na", "n/a", "nan", "null", "?": self = .missing
      case "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity": self = .infinite
      default: self = .text
      }
    }
  }
}

/// The number that decimal digits with an optional sign, point and exponent stand for; nil where they do not make one.
///
/// Correctly rounded: up to 2^53 times or over a power of ten up to 10^22 both are exact, and so is all but one rounding;
/// the rest is left to the standard library. Source: Clinger (1990), "How to read floating point numbers accurately".
private func decimal(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Double? {
  var index = start
  let isNegative = bytes[index] == UInt8(ascii: "-")
  if isNegative || bytes[index] == UInt8(ascii: "+") { index += 1 }
  var (mantissa, exponent, hasDigits): (UInt64, Int, Bool) = (0, 0, false)
  var fits = true
  func take(_ digit: UInt8) {
    fits = fits && mantissa < 100_000_000_000_000_000
    if fits { mantissa = mantissa * 10 + UInt64(digit) }
    hasDigits = true
  }
  while index < end, case let digit = bytes[index] &- UInt8(ascii: "0"), digit < 10 {
    take(digit)
    index += 1
  }
  if index < end, bytes[index] == UInt8(ascii: ".") {
    index += 1
    while index < end, case let digit = bytes[index] &- UInt8(ascii: "0"), digit < 10 {
      take(digit)
      exponent -= 1
      index += 1
    }
  }
  guard hasDigits else { return nil }
  if index < end, bytes[index] | 0x20 == UInt8(ascii: "e") {
    index += 1
    let isSmall = index < end && bytes[index] == UInt8(ascii: "-")
    if index < end, isSmall || bytes[index] == UInt8(ascii: "+") { index += 1 }
    guard index < end else { return nil }
    var power = 0
    while index < end, case let digit = bytes[index] &- UInt8(ascii: "0"), digit < 10 {
      power = min(power * 10 + Int(digit), 10_000)
      index += 1
    }
    exponent += isSmall ? -power : power
  }
  guard index == end else { return nil }
  guard fits, mantissa < 1 << 53, abs(exponent) < powersOfTen.count else {
    return Double(String(decoding: bytes[start..<end], as: UTF8.self))
  }
  let size = Double(mantissa)
  let value = exponent < 0 ? size / powersOfTen[-exponent] : size * powersOfTen[exponent]
  return isNegative ? -value : value
}

private let powersOfTen: [Double] = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
  1e20, 1e21,
  1e22,
]
