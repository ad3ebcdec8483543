import Tensors

extension Dataset {
  /// Texts as samples: the numbers of their tokens, filled up to the length of the longest.
  ///
  /// The samples are `input_ids` [T]; `attention_mask` and `token_type_ids` are beside them.
  ///
  /// - Parameters:
  ///   - pairs: as many second texts, or none.
  ///   - limit: at most so many tokens of each.
  ///   - check: called before each text; what it throws ends the work.
  public init(
    texts: [String], pairs: [String]? = nil, name: String = "texts", tokenizer: Tokenizer, limit: Int? = nil,
    check: () throws -> Void = {}
  ) throws {
    try self.init(
      encodings: tokenizer.encodings(texts, pairs: pairs, limit: limit, check: check), name: name)
  }

  /// - Parameters:
  ///   - encodings: all of the same length.
  ///   - labels: the class of each, of those called `classes`.
  ///   - targets: the number that is to be predicted for each.
  init(
    encodings: [Encoding], name: String, source: String = "texts", labels: [Int]? = nil,
    classes: [String] = [], targets: [Float]? = nil, remarks: [String] = []
  ) throws {
    guard let length = encodings.first?.tokens.count else { throw DataError.empty(source: name) }
    guard length > 0 else {
      throw DataError.badShape(source: name, reason: "the tokenizer makes no token of the text")
    }
    func array(_ name: String, _ numbers: (Encoding) -> [Int]) throws(DataError) -> NamedArray {
      try NamedArray(
        name, shape: [length], encodings.flatMap { numbers($0).map { Float($0) } }, source: source)
    }
    let ids = try array("input_ids", \.ids)
    try self.init(
      DatasetHeader(name: name, count: encodings.count, shape: [length], classes: classes), source: source,
      .numbers(ids.values), labels: labels, targets: targets,
      arrays: [ids, try array("attention_mask", \.attentionMask), try array("token_type_ids", \.typeIDs)],
      texts: encodings, remarks: remarks)
  }

  /// The same texts with padding up to a length that a network has, or less of it; other data as it is.
  ///
  /// - Throws: `TokenizerError.tooManyTokens` for a text that is longer.
  public func filled(to length: Int) throws -> Dataset {
    guard let texts else { return self }
    if let long = texts.firstIndex(where: { $0.length > length }) {
      throw TokenizerError.tooManyTokens(sample: long, found: texts[long].length, room: length)
    }
    return try Dataset(
      encodings: texts.map { $0.padded(to: length) }, name: name, source: source,
      labels: labels, classes: classes, targets: targets, remarks: remarks)
  }

  /// The texts of a file, one on each line; empty lines are passed over.
  public init(
    lines path: String, tokenizer: Tokenizer, selection: Selection = Selection(), limit: Int? = nil,
    check: () throws -> Void = {}
  ) throws {
    let lines = try TextLines(path).lines.filter { !$0.unicodeScalars.allSatisfy(\.isWhitespace) }
    guard !lines.isEmpty else { throw TokenizerError.noTexts(path: path) }
    let kept = try selection.indices(of: lines.count).map { $0.map { lines[$0] } } ?? lines
    try self.init(texts: kept, name: baseName(path), tokenizer: tokenizer, limit: limit, check: check)
  }
}
