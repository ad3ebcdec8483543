/// Reading the part `model` of a `tokenizer.json`.
extension Entry {
  typealias ModelReading = @Sendable (Entry) throws(TokenizerError) -> any SubwordModel

  /// Every way to cut words, by name.
  static let models: [(name: String, content: ModelReading)] = [
    ("BPE", { (entry) throws(TokenizerError) in try entry.bytePairs() }),
    ("Unigram", { (entry) throws(TokenizerError) in try entry.unigrams() }),
    ("WordPiece", { (entry) throws(TokenizerError) in try entry.wordPieces() }),
  ]

  func subwordModel() throws(TokenizerError) -> (kind: String, model: any SubwordModel) {
    // Old files leave the type out; what they hold tells it.
    let kind: String
    if let type = optional("type") {
      kind = try type.text()
    } else if optional("merges") != nil {
      kind = "BPE"
    } else if case .list = optional("vocab")?.json {
      kind = "Unigram"
    } else {
      kind = "WordPiece"
    }
    guard let reading = Entry.models.first(where: { $0.name == kind })?.content else {
      throw .unsupported(path: path, place: place, name: kind, known: Entry.models.map(\.name))
    }
    return (kind, try reading(self))
  }

  /// `{"token": number}`.
  private func vocabulary() throws(TokenizerError) -> Vocabulary {
    let entry = try member("vocab")
    var vocabulary = Vocabulary()
    for (token, value) in try entry.members() {
      guard case .number(let number) = value, let id = Int(exactly: number),
        vocabulary.add(token, id: id) != nil
      else {
        let words = if case .number(let number) = value { "the number \(number)" } else { value.kind }
        throw .badVocabulary(
          path: path, reason: "\"\(token)\" has \(words), which is another one's or no number of a token")
      }
    }
    guard vocabulary.count > 0 else { throw .badVocabulary(path: path, reason: "it is empty") }
    return vocabulary
  }

  private func id(of key: String, _ vocabulary: Vocabulary) throws(TokenizerError) -> Int? {
    guard let token = try optional(key)?.text() else { return nil }
    guard let id = vocabulary.id(token) else {
      throw .noSuchToken(path: path, place: "\(place).\(key)", token: token)
    }
    return id
  }

  private func wordPieces() throws(TokenizerError) -> WordPieces {
    let vocabulary = try vocabulary()
    guard let unknown = try id(of: "unk_token", vocabulary) else {
      throw .missing(path: path, place: "\(place).unk_token")
    }
    return WordPieces(
      vocabulary, unknown: unknown, prefix: try text("continuing_subword_prefix", "##"),
      mostCharacters: try optional("max_input_chars_per_word")?.whole() ?? 100)
  }

  private func bytePairs() throws(TokenizerError) -> BytePairs {
    let vocabulary = try vocabulary()
    let settings = BytePairs.Settings(
      unknown: try id(of: "unk_token", vocabulary), fusesUnknown: try flag("fuse_unk", false),
      fallsBackToBytes: try flag("byte_fallback", false), ignoresMerges: try flag("ignore_merges", false),
      prefix: try text("continuing_subword_prefix", ""), suffix: try text("end_of_word_suffix", ""))
    var merges: [UInt64: BytePairs.Merge] = [:]
    guard case .list(let values) = try member("merges").json else { return try wrongMerges() }
    merges.reserveCapacity(values.count)
    for (rank, value) in values.enumerated() {
      func bad(_ reason: String) -> TokenizerError {
        .badMerge(path: path, index: rank, merge: Entry.words(value), reason: reason)
      }
      guard let (left, right) = Entry.pair(value) else { throw bad("it should be two tokens") }
      guard let first = vocabulary.id(left) else { throw bad("there is no token \"\(left)\"") }
      guard let second = vocabulary.id(right) else { throw bad("there is no token \"\(right)\"") }
      let rest = right.hasPrefix(settings.prefix) ? String(right.dropFirst(settings.prefix.count)) : right
      guard let whole = vocabulary.id(left + rest) else { throw bad("there is no token \"\(left + rest)\"") }
      let pair = BytePairs.pair(first, second)
      if merges[pair] == nil { merges[pair] = BytePairs.Merge(rank: Int32(rank), id: Int32(whole)) }
    }
    return BytePairs(vocabulary, merges: merges, settings: settings)
  }

  private func wrongMerges() throws(TokenizerError) -> BytePairs {
    throw .wrongKind(
      path: path, place: "\(place).merges", expected: "a list", found: try member("merges").json.kind)
  }

  /// `"a b"` or `["a", "b"]`.
  private static func pair(_ value: JSON) -> (String, String)? {
    switch value {
    case .text(let text):
      let parts = text.utf8.split(separator: 0x20, omittingEmptySubsequences: false)
      guard parts.count == 2, let left = String(parts[0]), let right = String(parts[1]) else { return nil }
      return (left, right)
    case .list(let values):
      guard values.count == 2, case .text(let left) = values[0], case .text(let right) = values[1] else {
        return nil
      }
      return (left, right)
    default: return nil
    }
  }

  private static func words(_ value: JSON) -> String {
    if case .text(let text) = value { return "\"\(text)\"" }
    return pair(value).map { "\"\($0)\" and \"\($1)\"" } ?? value.kind
  }

  /// `[["token", logarithm of its probability]]`; a token's number is its place.
  private func unigrams() throws(TokenizerError) -> Unigrams {
    guard case .list(let values) = try member("vocab").json else {
      throw .wrongKind(
        path: path, place: "\(place).vocab", expected: "a list", found: try member("vocab").json.kind)
    }
    var vocabulary = Vocabulary()
    var scores: [Double] = []
    scores.reserveCapacity(values.count)
    for (id, value) in values.enumerated() {
      guard case .list(let pair) = value, pair.count == 2, case .text(let token) = pair[0],
        case .number(let score) = pair[1], vocabulary.add(token, id: id) != nil
      else { throw .badVocabulary(path: path, reason: "entry \(id) is no token with a number") }
      scores.append(score)
    }
    guard vocabulary.count > 0 else { throw .badVocabulary(path: path, reason: "it is empty") }
    let unknown = try optional("unk_id")?.whole()
    if let unknown, unknown >= scores.count {
      throw .badVocabulary(path: path, reason: "unk_id is \(unknown), and there are \(scores.count) tokens")
    }
    return Unigrams(
      vocabulary, scores: scores, unknown: unknown, fallsBackToBytes: try flag("byte_fallback", false))
  }
}
