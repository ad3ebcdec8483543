import Tensors

extension Tokenizer {
  /// Reads BERT's `vocab.txt`: one token on each line, whose number is that of the line.
  ///
  /// Whether texts are lower-cased is said by `tokenizer_config.json` beside it, else guessed from the vocabulary.
  init(vocabulary path: String) throws {
    var vocabulary = Vocabulary()
    let lines = try TextLines(path).lines
    for (index, line) in lines.enumerated() {
      // A token that stands twice has the number of the later line.
      guard vocabulary.add(line.trimmedAtEnd, id: index) != nil else {
        throw TokenizerError.badVocabulary(
          path: path, reason: "it has more than \(Vocabulary.mostTokens) lines")
      }
    }
    guard let unknown = vocabulary.id("[UNK]") else {
      throw TokenizerError.badVocabulary(
        path: path, reason: "it has no line [UNK], so it is not one of BERT's kind")
    }
    let settings = try CaseSettings(besides: path)
    let isUncased = settings.lowercases ?? !vocabulary.hasCapitals
    var remarks: [String] = []
    if settings.lowercases == nil {
      remarks.append(
        "texts are \(isUncased ? "lower-cased, since no token has" : "left in their case, since tokens have") capitals"
      )
    }
    var postProcessor = PostProcessor()
    if let first = vocabulary.id("[CLS]"), let last = vocabulary.id("[SEP]") {
      postProcessor = .likeBERT((first, "[CLS]"), (last, "[SEP]"))
    } else {
      remarks.append("nothing marks where a text begins and ends, since there are no tokens [CLS] and [SEP]")
    }
    let specials = ["[UNK]", "[SEP]", "[PAD]", "[CLS]", "[MASK]"]
    try self.init(
      path: path, method: "WordPiece", remarks: remarks,
      normalizer: .bert(
        cleans: true, separates: settings.separatesIdeographs ?? true,
        stripsAccents: settings.stripsAccents ?? isUncased, lowercases: isUncased),
      preTokenizer: .bert, model: WordPieces(vocabulary, unknown: unknown, prefix: "##", mostCharacters: 100),
      postProcessor: postProcessor,
      tokens: specials.compactMap { name in vocabulary.id(name).map { AddedToken(id: $0, content: name) } },
      padID: nil, padType: 0)
  }
}

/// What `tokenizer_config.json` says of BERT's basic tokenisation.
private struct CaseSettings {
  var lowercases: Bool?
  var stripsAccents: Bool?
  var separatesIdeographs: Bool?

  init(besides path: String) throws {
    let config = folder(of: path) + "/tokenizer_config.json"
    guard exists(config) else { return }
    let json: JSON
    do {
      json = try MappedFile(config).withUnsafeBytes { (bytes) throws(JSON.Failure) in try JSON(bytes) }
    } catch let error as JSON.Failure {
      throw TokenizerError.notJSON(path: config, reason: error.reason, offset: error.offset)
    }
    let flag = { (key: String) -> Bool? in if case .bool(let flag) = json[key] { flag } else { nil } }
    lowercases = flag("do_lower_case")
    stripsAccents = flag("strip_accents")
    separatesIdeographs = flag("tokenize_chinese_chars")
  }
}

extension Vocabulary {
  /// Whether tokens other than those in brackets have capital letters.
  fileprivate var hasCapitals: Bool {
    tokens.contains { token in
      guard let token, !(token.hasPrefix("[") && token.hasSuffix("]")) else { return false }
      return token.utf8.contains { 0x41...0x5A ~= $0 }
    }
  }
}

extension String {
  fileprivate var trimmedAtEnd: String {
    var end = unicodeScalars.endIndex
    while end > unicodeScalars.startIndex {
      let before = unicodeScalars.index(before: end)
      guard unicodeScalars[before].isWhitespace else { break }
      end = before
    }
    return String(unicodeScalars[..<end])
  }
}
