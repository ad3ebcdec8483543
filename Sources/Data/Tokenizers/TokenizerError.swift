/// Why a tokenizer can't be brought in, or a text not be cut by it.
public enum TokenizerError: Error, Hashable, Sendable {
  case noneInFolder(path: String)
  case unknownFile(path: String)
  case notJSON(path: String, reason: String, offset: Int)
  case notText(path: String, line: Int)
  /// `place` is where in the file it would stand: `model.vocab`.
  case missing(path: String, place: String)
  case wrongKind(path: String, place: String, expected: String, found: String)
  case unsupported(path: String, place: String, name: String, known: [String])
  case badVocabulary(path: String, reason: String)
  case badMerge(path: String, index: Int, merge: String, reason: String)
  case noSuchToken(path: String, place: String, token: String)
  case badPattern(path: String, pattern: String, reason: String)
  case badValue(path: String, place: String, reason: String)
  case endlessPattern(pattern: String)
  case noUnknownToken(tokenizer: String, text: String)
  case tooLong(bytes: Int, limit: Int)
  case tooFewTokens(limit: Int, needed: Int)
  case tooManyTokens(sample: Int, found: Int, room: Int)
  case noTexts(path: String)
  case badPairs(texts: Int, pairs: Int)
}

extension TokenizerError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noneInFolder(let path):
      "folder '\(path)' holds neither tokenizer.json nor vocab.txt: give the folder or file that has it"
    case .unknownFile(let path):
      "'\(path)' is no tokenizer that can be read: give a tokenizer.json, a vocab.txt, or a folder with either"
    case .notJSON(let path, let reason, let offset):
      "'\(path)' is no JSON: \(reason) (byte \(offset)); fetch it again, it may have been cut off"
    case .notText(let path, let line):
      "'\(path)' is not UTF-8 text in line \(line): save it as UTF-8"
    case .missing(let path, let place):
      "'\(path)' has no \(place): save it again with save() of the package tokenizers"
    case .wrongKind(let path, let place, let expected, let found):
      "'\(path)' has \(found) as \(place), where \(expected) belongs"
    case .unsupported(let path, let place, let name, let known):
      "'\(path)' asks for \(name) as \(place), which is not known here: there are \(known.joined(separator: ", "))"
    case .badVocabulary(let path, let reason):
      "the vocabulary of '\(path)' can't be used: \(reason)"
    case .badMerge(let path, let index, let merge, let reason):
      "merge \(index) of '\(path)', \(merge), can't be used: \(reason)"
    case .noSuchToken(let path, let place, let token):
      "'\(path)' names \"\(token)\" as \(place), which its vocabulary does not hold"
    case .badPattern(let path, let pattern, let reason):
      "the pattern \(pattern) of '\(path)' can't be read: \(reason)"
    case .badValue(let path, let place, let reason):
      "\(place) of '\(path)' can't be used: \(reason)"
    case .endlessPattern(let pattern):
      "the tokenizer's pattern \(pattern) takes too many steps on this text: shorten the text"
    case .noUnknownToken(let tokenizer, let text):
      "tokenizer \(tokenizer) has no token for \"\(text)\" and none for what it does not know"
    case .tooLong(let bytes, let limit):
      "a text of \(bytes) bytes is too long: give at most \(limit)"
    case .tooFewTokens(let limit, let needed):
      "tokens=\(limit) leaves no room for text: \(needed) special tokens are added to each"
    case .tooManyTokens(let sample, let found, let room):
      "sample \(sample) has \(found) tokens, and the network reads \(room): cut texts off with tokens=\(room)"
    case .noTexts(let path):
      "'\(path)' holds no text: write one on each line"
    case .badPairs(let texts, let pairs):
      "there are \(texts) texts and \(pairs) pairs: give as many of both"
    }
  }
}
