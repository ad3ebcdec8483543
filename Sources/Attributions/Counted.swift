extension Int {
  /// "1 group", "3 groups".
  package func of(_ one: String, _ many: String? = nil) -> String {
    "\(self) " + (self == 1 ? one : many ?? one + "s")
  }
}

extension [Int] {
  /// "3 groups", or "3 to 5 groups" where not all are equal.
  func range(_ noun: String) -> String {
    let (least, most) = (self.min() ?? 0, self.max() ?? 0)
    return least == most ? least.of(noun) : "\(least) to \(most.of(noun))"
  }
}
