import Data

extension Words {
  /// A grammar of TextMate as JSON (https://macromates.com/manual/en/language_grammars).
  var textmate: String {
    // A name goes on with "-", "." and "/", and "$" or "." before it make it another thing.
    let (start, end) = (#"(?<![\w.$/-])"#, #"(?![\w.=:/-])"#)
    func word(_ words: [String]) -> String { start + "(?:" + words.joined(separator: "|") + ")" + end }
    let name = #"[A-Za-z_][\w-]*"#
    let verbs = #"(?:^|[|;({=]|\breturn\b)\s*("# + self.verbs.joined(separator: "|") + ")" + end
    let patterns: [[(String, String)]] = [
      [("name", "comment.block.documentation.xpl"), ("match", "^#\\s?%%.*$")],
      [("name", "comment.line.number-sign.xpl"), ("match", "#.*$")],
      [
        ("name", "meta.preprocessor.xpl"),
        ("match", "^\\s*:(?:" + directives.joined(separator: "|") + #")\b.*$"#),
      ],
      [
        ("name", "string.quoted.double.xpl"), ("begin", "\""), ("end", "\""),
        ("patterns", #"[{ "name": "constant.character.escape.xpl", "match": "\\\\." }]"#),
      ],
      [("match", #"\b(let|for)\s+([A-Za-z_]\w*)"#), captures("keyword.control.xpl", "variable.other.xpl")],
      [("match", #"\b(def)\s+("# + name + ")"), captures("keyword.control.xpl", "entity.name.function.xpl")],
      [
        ("match", #"(\?)((?:\s*"# + name + ")*)"),
        captures("keyword.control.xpl", "entity.name.function.xpl"),
      ],
      [("name", "variable.other.xpl"), ("match", #"\$[A-Za-z_]\w*"#)],
      [("name", "keyword.control.xpl"), ("match", word(statements))],
      [("name", "constant.language.xpl"), ("match", word(constants))],
      [("name", "keyword.operator.word.xpl"), ("match", word(operators))],
      [("match", verbs), captures("support.function.xpl")],
      [
        ("name", "entity.other.attribute-name.xpl"),
        ("match", #"(?<![\w.$/-])(?:"# + keys.joined(separator: "|") + ")=(?!=)"),
      ],
      [("name", "variable.parameter.xpl"), ("match", #"(?<![\w.$/-])[A-Za-z_]\w*=(?!=)"#)],
      [("name", "constant.other.unit.xpl"), ("match", #"(?<![\w.$/-])[\w./-]+:(?:\d+|[A-Za-z_][\w-]*)"#)],
      [("name", "meta.word.xpl"), ("match", #"(?<![\w.$/-])[A-Za-z_][\w-]*(?:[./][\w./-]+)?"#)],
      [
        ("name", "variable.other.member.xpl"),
        ("match", #"(?<![\w])\.[A-Za-z_]\w*|(?<=[\w\])])\.[A-Za-z_]\w*(?![\w.-]*[/])"#),
      ],
      [
        ("name", "constant.numeric.xpl"),
        ("match", #"(?<![\w$])\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?(?![\w])"#),
      ],
      [("name", "keyword.operator.xpl"), ("match", #"\.\.|==|!=|<=|>=|[<>+*/|=@-]"#)],
    ]
    let rules = patterns.map { pattern in
      "    { "
        + pattern.map { key, value in "\(key.quotedForJSON): " + rendered(key, value) }.joined(
          separator: ", ") + " }"
    }
    return """
      {
        "name": "xpl",
        "scopeName": "source.xpl",
        "fileTypes": ["xpl"],
        "firstLineMatch": "^#!.*\\\\bxpl\\\\b",
        "patterns": [
      \(rules.joined(separator: ",\n"))
        ]
      }

      """
  }

  private func captures(_ names: String...) -> (String, String) {
    let entries = zip(1..., names).map { "\"\($0)\": { \"name\": \($1.quotedForJSON) }" }
    return ("captures", "{ " + entries.joined(separator: ", ") + " }")
  }

  private func rendered(_ key: String, _ value: String) -> String {
    ["captures", "patterns"].contains(key) ? value : value.quotedForJSON
  }
}
