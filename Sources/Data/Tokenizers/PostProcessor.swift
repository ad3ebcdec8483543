/// What a tokenizer adds to the tokens of a text: where it begins, where it ends, of which type its tokens are.
struct PostProcessor: Sendable {
  enum Part: Sendable {
    case special([(id: Int, text: String)], type: Int)
    case text(isPair: Bool, type: Int)
  }

  /// The order for one text and for two; nil leaves them as they are.
  var single: [Part]?
  var pair: [Part]?
  /// Whether blanks at the ends of a token are taken off its place in the text.
  var trims = false
  /// Whether the first blank of a text was added, and nothing is to be taken off for it.
  var addsBlank = false

  /// How many tokens are added.
  func added(toPair: Bool) -> Int {
    ((toPair ? pair : single) ?? []).reduce(0) { sum, part in
      if case .special(let tokens, _) = part { sum + tokens.count } else { sum }
    }
  }

  /// The tokens of one text or two, with what is added.
  func joined(_ text: [Encoding.Token], _ second: [Encoding.Token]?) -> [Encoding.Token] {
    guard let parts = second == nil ? single : pair else { return text + (second ?? []) }
    var tokens: [Encoding.Token] = []
    for part in parts {
      switch part {
      case .special(let added, let type):
        tokens += added.map { id, text in
          Encoding.Token(
            id: id, text: text, range: 0..<0, word: nil, isOfPair: false, type: type, isSpecial: true,
            isPadding: false)
        }
      case .text(let isPair, let type):
        for var token in isPair ? second ?? [] : text {
          token.type = type
          tokens.append(token)
        }
      }
    }
    return tokens
  }
}

/// Reading the part `post_processor` of a file.
extension PostProcessor {
  typealias Reading = @Sendable (Entry) throws(TokenizerError) -> PostProcessor

  /// Every way to add to tokens, by name.
  static let kinds: [(name: String, content: Reading)] = [
    ("BertProcessing", bert),
    ("ByteLevel", byteLevel),
    ("RobertaProcessing", roberta),
    ("Sequence", sequence),
    ("TemplateProcessing", template),
  ]

  init(_ entry: Entry) throws(TokenizerError) {
    self = try entry.choice(PostProcessor.kinds)(entry)
  }

  /// BERT's `[CLS] A [SEP]` and `[CLS] A [SEP] B [SEP]`.
  static func likeBERT(_ first: (id: Int, text: String), _ last: (id: Int, text: String)) -> PostProcessor {
    let single: [Part] = [
      .special([first], type: 0), .text(isPair: false, type: 0), .special([last], type: 0),
    ]
    return PostProcessor(
      single: single, pair: single + [.text(isPair: true, type: 1), .special([last], type: 1)])
  }

  private static let bert: Reading = { (entry) throws(TokenizerError) in
    likeBERT(try named(entry.member("cls")), try named(entry.member("sep")))
  }

  /// A token as the older forms write it: `["[CLS]", 101]`.
  private static func named(_ entry: Entry) throws(TokenizerError) -> (id: Int, text: String) {
    let list = try entry.list()
    guard list.count == 2 else {
      throw .badValue(path: entry.path, place: entry.place, reason: "it should be a token and its number")
    }
    return (try list[1].whole(), try list[0].text())
  }

  private static let byteLevel: Reading = { (entry) throws(TokenizerError) in
    PostProcessor(
      trims: try entry.flag("trim_offsets", true), addsBlank: try entry.flag("add_prefix_space", true))
  }

  private static let roberta: Reading = { (entry) throws(TokenizerError) in
    let first = try named(entry.member("cls"))
    let last = try named(entry.member("sep"))
    let single: [Part] = [
      .special([first], type: 0), .text(isPair: false, type: 0), .special([last], type: 0),
    ]
    return PostProcessor(
      single: single,
      pair: single + [.special([last], type: 0), .text(isPair: true, type: 0), .special([last], type: 0)],
      trims: try entry.flag("trim_offsets", true), addsBlank: try entry.flag("add_prefix_space", true))
  }

  private static let sequence: Reading = { (entry) throws(TokenizerError) in
    var result = PostProcessor()
    for member in try entry.member("processors").list() {
      let part = try PostProcessor(member)
      if part.single != nil {
        guard result.single == nil else {
          throw .badValue(
            path: member.path, place: member.place, reason: "a second template can't follow the first")
        }
        (result.single, result.pair) = (part.single, part.pair)
      }
      if part.trims { (result.trims, result.addsBlank) = (true, part.addsBlank) }
    }
    return result
  }

  private static let template: Reading = { (entry) throws(TokenizerError) in
    let specials = entry.optional("special_tokens")
    return PostProcessor(
      single: try parts(entry.member("single"), specials), pair: try parts(entry.member("pair"), specials))
  }

  private static func parts(_ entry: Entry, _ specials: Entry?) throws(TokenizerError) -> [Part] {
    var parts: [Part] = []
    for item in try entry.list() {
      if let sequence = item.optional("Sequence") {
        let name = try sequence.member("id").text()
        guard name == "A" || name == "B" else {
          throw .unsupported(path: item.path, place: sequence.place, name: name, known: ["A", "B"])
        }
        parts.append(.text(isPair: name == "B", type: try sequence.member("type_id").whole()))
      } else {
        let special = try item.member("SpecialToken")
        let name = try special.member("id").text()
        guard let definition = specials?.optional(name) else {
          throw .noSuchToken(path: item.path, place: special.place, token: name)
        }
        var tokens: [(id: Int, text: String)] = []
        let texts = try definition.member("tokens").list()
        let ids = try definition.member("ids").list()
        guard ids.count == texts.count else {
          throw .badValue(
            path: item.path, place: definition.place, reason: "it has not as many ids as tokens")
        }
        for (id, text) in zip(ids, texts) { tokens.append((try id.whole(), try text.text())) }
        parts.append(.special(tokens, type: try special.member("type_id").whole()))
      }
    }
    return parts
  }
}
