/// A part of a tokenizer's file, with its place for complaints.
struct Entry {
  let json: JSON
  let path: String
  /// Such as `model.vocab`; empty for the whole file.
  let place: String

  /// A member that need not be there, and where `null` is the same as nothing.
  func optional(_ key: String) -> Entry? {
    guard let value = json[key] else { return nil }
    if case .null = value { return nil }
    return Entry(json: value, path: path, place: place.isEmpty ? key : "\(place).\(key)")
  }

  /// A member that must be there.
  func member(_ key: String) throws(TokenizerError) -> Entry {
    guard let member = optional(key) else {
      throw .missing(path: path, place: place.isEmpty ? key : "\(place).\(key)")
    }
    return member
  }

  private func wrong(_ expected: String) -> TokenizerError {
    .wrongKind(path: path, place: place, expected: expected, found: json.kind)
  }

  func text() throws(TokenizerError) -> String {
    guard case .text(let text) = json else { throw wrong("text") }
    return text
  }

  func number() throws(TokenizerError) -> Double {
    guard case .number(let number) = json else { throw wrong("a number") }
    return number
  }

  func whole() throws(TokenizerError) -> Int {
    guard case .number(let number) = json, let whole = Int(exactly: number), whole >= 0 else {
      throw wrong("a whole number from 0")
    }
    return whole
  }

  func list() throws(TokenizerError) -> [Entry] {
    guard case .list(let values) = json else { throw wrong("a list") }
    return values.enumerated().map { Entry(json: $1, path: path, place: "\(place)[\($0)]") }
  }

  func members() throws(TokenizerError) -> [(key: String, value: JSON)] {
    guard case .object(let members) = json else { throw wrong("an object") }
    return members
  }

  /// A truth value that is `otherwise` where it is left out.
  func flag(_ key: String, _ otherwise: Bool) throws(TokenizerError) -> Bool {
    guard let member = optional(key) else { return otherwise }
    guard case .bool(let flag) = member.json else { throw member.wrong("true or false") }
    return flag
  }

  func text(_ key: String, _ otherwise: String) throws(TokenizerError) -> String {
    try optional(key)?.text() ?? otherwise
  }

  /// What `kinds` has for the member `type`.
  func choice<Content>(_ kinds: [(name: String, content: Content)]) throws(TokenizerError) -> Content {
    let type = try member("type").text()
    guard let kind = kinds.first(where: { $0.name == type }) else {
      throw .unsupported(path: path, place: place, name: type, known: kinds.map(\.name))
    }
    return kind.content
  }

  /// A regular expression or text, `{"Regex": ...}` or `{"String": ...}`.
  func pattern() throws(TokenizerError) -> Matcher {
    if let text = optional("String") {
      let bytes = Array(try text.text().utf8)
      return Matcher { (input) throws(TokenizerError) in input.ranges(of: bytes) }
    }
    return try compiled(member("Regex").text())
  }

  func compiled(_ source: String) throws(TokenizerError) -> Matcher {
    let pattern: Pattern
    do throws(Pattern.Failure) {
      pattern = try Pattern(source)
    } catch {
      throw .badPattern(path: path, pattern: source, reason: error.reason)
    }
    return Matcher { (input) throws(TokenizerError) in try pattern.ranges(in: input.bytes) }
  }
}

/// Finds places in a text, in order and without overlaps.
struct Matcher: Sendable {
  let ranges: @Sendable (AlignedText) throws(TokenizerError) -> [Range<Int>]

  init(_ ranges: @escaping @Sendable (AlignedText) throws(TokenizerError) -> [Range<Int>]) {
    self.ranges = ranges
  }
}
