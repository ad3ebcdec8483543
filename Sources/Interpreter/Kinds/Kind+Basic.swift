extension Kind where Content == Value {
  public static let any = Kind("a value") { (value, _) in value }
}

extension Kind where Content == Bool {
  public static let flag = Kind("true or false", words: { _ in ["false", "true"] }) {
    (value, _) throws(Mistake) in
    try value.truth()
  }
}

extension Kind where Content == Double {
  public static func number(from low: Double? = nil, to high: Double? = nil) -> Kind {
    Kind("a number\(boundsText(low, high))") { (value, _) throws(Mistake) in
      guard case .number(let number) = value else {
        throw .wrongKind(expected: "a number", found: value.kind)
      }
      guard number.isFinite else { throw .notFinite("\(number)") }
      // What is calculated with it is Float32.
      let (lowest, highest) = (low ?? -3.4e38, high ?? 3.4e38)
      guard number >= lowest, number <= highest else {
        throw .outOfRange(number, low: abs(number) > 3.4e38 ? lowest : low, high: abs(number) > 3.4e38 ? highest : high)
      }
      return number
    }
  }
}

extension Kind where Content == Int {
  public static func whole(from low: Int? = nil, to high: Int? = nil) -> Kind {
    let (lowest, highest) = (low.map(Double.init), high.map(Double.init))
    return Kind("a whole number\(boundsText(lowest, highest))") { (value, _) throws(Mistake) in
      guard case .number(let number) = value else {
        throw .wrongKind(expected: "a whole number", found: value.kind)
      }
      guard let whole = Int(exactly: number) else { throw .notWhole(number) }
      guard whole >= low ?? whole, whole <= high ?? whole else {
        throw .outOfRange(number, low: lowest, high: highest)
      }
      return whole
    }
  }
}

extension Kind where Content == String {
  /// Any text or bare word; a number is a name, too.
  public static let text = Kind("text") { (value, _) throws(Mistake) in
    switch value {
    case .text(let text): return text
    case .number: return value.description
    default: throw .wrongKind(expected: "text", found: value.kind)
    }
  }

  public static let path = Kind("the name of a file") { (value, _) throws(Mistake) in
    guard case .text(let text) = value else {
      throw .wrongKind(expected: "the name of a file in quotation marks", found: value.kind)
    }
    return text
  }

  /// One of some words. `what` is what each of them is: "method".
  public static func choice(_ what: String, of choices: [String]) -> Kind {
    let name =
      choices.dropLast().joined(separator: ", ") + (choices.count > 1 ? " or " : "") + (choices.last ?? "")
    return Kind(name, words: { _ in choices }) { (value, _) throws(Mistake) in
      guard case .text(let text) = value else { throw .wrongKind(expected: "a \(what)", found: value.kind) }
      guard choices.contains(text) else { throw .noChoice(text, what: what, choices: choices) }
      return text
    }
  }
}

extension Kind {
  /// An entry of a registry, by its name. `what` is what each of them is: "method".
  static func entry(
    _ what: String, of entries: [Content], named name: @escaping @Sendable (Content) -> String
  ) -> Kind {
    let names = entries.map(name)
    let word = Kind<String>.choice(what, of: names)
    return Kind(word.name, words: word.words) { (value, scope) throws(Mistake) in
      let text = try word.read(value, scope)
      guard let entry = entries.first(where: { name($0) == text }) else {
        throw .noChoice(text, what: what, choices: names)
      }
      return entry
    }
  }
}

/// " from 0 to 1", " from 0", " up to 1" or nothing.
private func boundsText(_ low: Double?, _ high: Double?) -> String {
  switch (low, high) {
  case (let low?, let high?): " from \(low.plainText) to \(high.plainText)"
  case (let low?, nil): " from \(low.plainText)"
  case (nil, let high?): " up to \(high.plainText)"
  case (nil, nil): ""
  }
}
