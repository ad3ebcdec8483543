import Tensors

extension Tokenizer {
  /// Reads a `tokenizer.json`, a `vocab.txt`, or a folder with either.
  public init(_ path: String) throws {
    let file: String
    if isFolder(path) {
      guard let found = Tokenizer.file(in: path) else { throw TokenizerError.noneInFolder(path: path) }
      file = found
    } else {
      file = path
    }
    if file.hasSuffix(".json") {
      try self.init(json: file)
    } else if file.hasSuffix(".txt") {
      try self.init(vocabulary: file)
    } else {
      throw TokenizerError.unknownFile(path: path)
    }
  }

  /// The file of a tokenizer in a folder, if there is one.
  public static func file(in folder: String) -> String? {
    ["tokenizer.json", "vocab.txt"].map { "\(folder)/\($0)" }.first(where: exists)
  }

  /// Whether a path is called like the file of a tokenizer.
  public static func isNamed(_ path: String) -> Bool {
    ["tokenizer.json", "vocab.txt"].contains { path == $0 || path.hasSuffix("/\($0)") }
  }

  /// The name of the folder, which is that of the network.
  static func name(_ path: String) -> String {
    let folder = folder(of: path)
    return folder == "." || folder == "/"
      ? baseName(path) : String(folder.split(separator: "/").last ?? "tokenizer")
  }

  private init(json path: String) throws {
    let file = try MappedFile(path)
    let json: JSON
    do {
      json = try file.withUnsafeBytes { (bytes) throws(JSON.Failure) in try JSON(bytes) }
    } catch {
      throw TokenizerError.notJSON(path: path, reason: error.reason, offset: error.offset)
    }
    let entry = Entry(json: json, path: path, place: "")
    let (method, model) = try entry.member("model").subwordModel()
    let normalizer = try entry.optional("normalizer").map { try Normalizer($0) }
    let tokens = try entry.addedTokens(model.vocabulary)
    let padding = entry.optional("padding")
    let padID = try padding?.optional("pad_id")?.whole()
    try self.init(
      path: path, method: method, remarks: Tokenizer.remarks(on: model.vocabulary, tokens),
      normalizer: normalizer,
      preTokenizer: entry.optional("pre_tokenizer").map { try PreTokenizer($0) }, model: model,
      postProcessor: entry.optional("post_processor").map { try PostProcessor($0) } ?? PostProcessor(),
      tokens: tokens,
      padID: padID, padType: padding?.optional("pad_type_id")?.whole() ?? 0)
  }

  init(
    path: String, method: String, remarks: [String], normalizer: Normalizer?, preTokenizer: PreTokenizer?,
    model: any SubwordModel, postProcessor: PostProcessor, tokens: [AddedToken], padID: Int?, padType: Int
  ) throws(TokenizerError) {
    name = Tokenizer.name(path)
    self.path = path
    self.method = method
    self.remarks = remarks
    self.normalizer = normalizer
    self.preTokenizer = preTokenizer
    self.model = model
    self.postProcessor = postProcessor
    raw = try AddedTokens(tokens.filter { !$0.isNormalized }) { Array($0.utf8) }
    normalized = try AddedTokens(tokens.filter(\.isNormalized)) { (text) throws(TokenizerError) in
      try normalizer?.normalized(AlignedText(text)).bytes ?? Array(text.utf8)
    }
    added = Dictionary(tokens.map { ($0.id, $0) }) { first, _ in first }
    let number = { (name: String) in tokens.first { $0.content == name }?.id ?? model.vocabulary.id(name) }
    let id = padID ?? ["[PAD]", "<pad>", "<|endoftext|>"].lazy.compactMap(number).first ?? 0
    padding = Encoding.Token(
      id: id, text: added[id]?.content ?? model.vocabulary.token(id) ?? "", range: 0..<0, word: nil,
      isOfPair: false,
      type: padType, isSpecial: true, isPadding: true)
  }

  private static func remarks(on vocabulary: Vocabulary, _ added: [AddedToken]) -> [String] {
    let named = Set(added.map(\.id))
    let holes = vocabulary.holes.filter { !named.contains($0) }
    guard let first = holes.first else { return [] }
    return [
      "the vocabulary has no token for \(holes.count) of its \(vocabulary.count) numbers, such as \(first); "
        + "texts never get those"
    ]
  }
}

extension Entry {
  fileprivate func addedTokens(_ vocabulary: Vocabulary) throws(TokenizerError) -> [AddedToken] {
    var tokens: [AddedToken] = []
    for entry in try optional("added_tokens")?.list() ?? [] {
      let content = try entry.member("content").text()
      let isSpecial = try entry.flag("special", false)
      let id = try entry.member("id").whole()
      guard id < Vocabulary.mostTokens else {
        throw .badVocabulary(path: path, reason: "\"\(content)\" has the number \(id), beyond any vocabulary")
      }
      tokens.append(
        AddedToken(
          id: vocabulary.id(content) ?? id, content: content, isSpecial: isSpecial,
          isNormalized: try entry.flag("normalized", !isSpecial), takesLeft: try entry.flag("lstrip", false),
          takesRight: try entry.flag("rstrip", false), standsAlone: try entry.flag("single_word", false)))
    }
    return tokens
  }
}
