/// How far words reach; the patterns are those of `Grammar/xpl.ebnf`.
extension Lexer {
  func end(from start: Int, while condition: (Unicode.Scalar) -> Bool) -> Int {
    var end = start
    while end < bytes.count, condition(byte(end)) { end += 1 }
    return end
  }

  /// A name, a dotted name, or a path that starts with one.
  func wordEnd(from start: Int) -> Int {
    var word = end(from: start, while: \.isNameByte)
    while byte(word) == ".", byte(word + 1).isNameByte { word = end(from: word + 1, while: \.isNameByte) }
    return byte(word) == "/" ? end(from: word, while: \.isPathByte) : word
  }

  /// The end of the `:channel` that makes a unit of what stands before it.
  func partEnd(from colon: Int) -> Int? {
    guard byte(colon) == ":" else { return nil }
    if byte(colon + 1).isDigit { return end(from: colon + 1, while: \.isDigit) }
    return byte(colon + 1).isLetter ? end(from: colon + 1, while: \.isNameByte) : nil
  }

  func numberEnd(from start: Int) -> Int {
    var number = end(from: start, while: \.isDigit)
    if byte(number) == ".", byte(number + 1).isDigit { number = end(from: number + 1, while: \.isDigit) }
    guard byte(number) == "e" || byte(number) == "E" else { return number }
    let digits = byte(number + 1) == "+" || byte(number + 1) == "-" ? number + 2 : number + 1
    guard byte(digits).isDigit else { return number }
    return byte(digits + 1).isDigit ? digits + 2 : digits + 1
  }

  /// The end of a word that starts with a digit (`3d.npz`, `4.1.conv2`), or `start` where there is none.
  func digitWordEnd(from start: Int) -> Int {
    var word = end(from: start, while: \.isDigit)
    var groups = 1
    while byte(word) == ".", byte(word + 1).isDigit {
      word = end(from: word + 1, while: \.isDigit)
      groups += 1
    }
    if byte(word).isLetter { return wordEnd(from: word) }
    if byte(word) == ".", byte(word + 1).isLetter { return wordEnd(from: word + 1) }
    return groups > 2 ? word : start
  }

  /// Whether a word that starts with a digit was meant as a number: `1e400`.
  func looksLikeNumber(_ text: String) -> Bool {
    Double(text) != nil
  }
}

extension Unicode.Scalar {
  var isDigit: Bool { "0" <= self && self <= "9" }
  var isLowercase: Bool { "a" <= self && self <= "z" }
  /// What names start with.
  var isLetter: Bool { isLowercase || ("A" <= self && self <= "Z") || self == "_" }
  var isIdentifierByte: Bool { isLetter || isDigit }
  var isNameByte: Bool { isIdentifierByte || self == "-" }
  var isPathByte: Bool { isNameByte || self == "." || self == "/" }
}
