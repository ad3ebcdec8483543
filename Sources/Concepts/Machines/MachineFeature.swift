import Glibc

/// An input of a state machine as its rules name it.
public struct MachineFeature: Codable, Hashable, Sendable {
  public var name: String
  /// Behind its numbers, as `lux`.
  public var unit: String?

  public init(_ name: String, unit: String? = nil) {
    self.name = name
    self.unit = unit
  }

  /// The same so many steps earlier: `Light[t-1]`.
  func earlier(_ lag: Int) -> MachineFeature {
    lag == 0 ? self : MachineFeature("\(name)[t-\(lag)]", unit: unit)
  }

  /// `Light > 212 lux`, `100 < Light <= 212 lux`
  func text(_ condition: DecisionTree.Condition) -> String {
    let unit = unit.map { " \($0)" } ?? ""
    switch (condition.lower, condition.upper) {
    case (let lower?, let upper?): return "\(lower.short) < \(name) <= \(upper.short)\(unit)"
    case (let lower?, nil): return "\(name) > \(lower.short)\(unit)"
    case (nil, let upper?): return "\(name) <= \(upper.short)\(unit)"
    case (nil, nil): return name
    }
  }
}

extension Double {
  /// Rounded to four significant digits: `0.0833`, `12`, `212.3`.
  var short: String {
    guard isFinite, self != 0 else { return isNaN ? "nan" : self == 0 ? "0" : description }
    let factor = pow(10, 3 - log10(abs(self)).rounded(.down))
    let text = (factor.isFinite && factor > 0 ? (self * factor).rounded() / factor : self).description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
