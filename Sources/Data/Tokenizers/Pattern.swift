import CPCRE2

/// A regular expression of a tokenizer, by PCRE2.
///
/// Files are written for Oniguruma. Its `\w`, which PCRE2 reads more narrowly, is spelled out.
final class Pattern: Sendable {
  let source: String
  // Compiled once and only read from then on; what a match changes is its own.
  private nonisolated(unsafe) let code: OpaquePointer

  struct Failure: Error {
    let reason: String
  }

  init(_ source: String) throws(Failure) {
    self.source = source
    // Oniguruma reads this as what two sets have in common, PCRE2 as two characters.
    guard !source.contains("&&") else { throw Failure(reason: "sets joined by && are not known here") }
    var (error, offset): (Int32, Int) = (0, 0)
    let text = Array(Pattern.spelledOut(source).utf8)
    let options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C
    guard let code = pcre2_compile_8(text, text.count, options, &error, &offset, nil) else {
      var message = [UInt8](repeating: 0, count: 256)
      let length = Int(pcre2_get_error_message_8(error, &message, message.count))
      let words = String(decoding: message.prefix(max(0, length)), as: UTF8.self)
      throw Failure(reason: "\(words) (byte \(offset))")
    }
    self.code = code
    // Where there is no just-in-time compiler, matching is slower and gives the same.
    _ = pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE))
  }

  deinit { pcre2_code_free_8(code) }

  /// Where the pattern matches, without overlaps and without empty matches.
  func ranges(in bytes: [UInt8]) throws(TokenizerError) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    guard let match = pcre2_match_data_create_8(1, nil) else { return ranges }
    defer { pcre2_match_data_free_8(match) }
    var status: Int32 = 0
    bytes.withUnsafeBufferPointer { buffer in
      var start = 0
      while start < buffer.count {
        status = pcre2_match_8(
          code, buffer.baseAddress, buffer.count, start, UInt32(PCRE2_NO_UTF_CHECK), match, nil)
        if status == PCRE2_ERROR_JIT_STACKLIMIT {
          // The interpreter has more room than compiled code.
          let options = UInt32(PCRE2_NO_UTF_CHECK) | PCRE2_NO_JIT
          status = pcre2_match_8(code, buffer.baseAddress, buffer.count, start, options, match, nil)
        }
        guard status >= 0, let places = pcre2_get_ovector_pointer_8(match) else { return }
        let (lower, upper) = (places[0], places[1])
        if upper > lower {
          ranges.append(lower..<upper)
          start = upper
        } else {
          start = max(start, upper) + 1
          while start < buffer.count, buffer[start] & 0xC0 == 0x80 { start += 1 }
        }
      }
    }
    guard status >= 0 || status == PCRE2_ERROR_NOMATCH else { throw .endlessPattern(pattern: source) }
    return ranges
  }

  /// Letters, letters in circles and squares, marks, digits, connectors.
  private static let word =
    #"\p{L}\x{24B6}-\x{24E9}\x{1F130}-\x{1F149}\x{1F150}-\x{1F169}\x{1F170}-\x{1F189}\p{M}\p{Nd}\p{Nl}\p{Pc}"#

  private static func spelledOut(_ source: String) -> String {
    var result = ""
    var isEscaped = false
    var isInClass = false
    for character in source {
      switch (isEscaped, character) {
      case (true, "w"):
        result.removeLast()
        result += isInClass ? word : "[\(word)]"
      case (true, "W") where !isInClass:
        result.removeLast()
        result += "[^\(word)]"
      default: result.append(character)
      }
      if !isEscaped, character == "[" { isInClass = true }
      if !isEscaped, character == "]" { isInClass = false }
      isEscaped = !isEscaped && character == "\\"
    }
    return result
  }
}
