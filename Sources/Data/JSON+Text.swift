extension JSON {
  /// A document in a text.
  package init(text: String) throws(Failure) {
    self = try Array(text.utf8).withUnsafeBytes { bytes in
      Result { () throws(Failure) in try JSON(bytes) }
    }.get()
  }

  /// The document on one line, with the members of objects in alphabetical order.
  package var line: String {
    switch self {
    case .list(let values): "[" + values.map(\.line).joined(separator: ", ") + "]"
    case .object: "{" + sorted.map { "\($0.key.quotedForJSON): \($0.value.line)" }.joined(separator: ", ") + "}"
    case .null, .bool, .number, .text: scalar
    }
  }

  /// The document with a line for each value, with members in alphabetical order: as Jupyter writes notebooks.
  package func text(indent: String = "") -> String {
    let inner = indent + " "
    switch self {
    case .list(let values) where !values.isEmpty:
      return "[\n" + values.map { inner + $0.text(indent: inner) }.joined(separator: ",\n") + "\n\(indent)]"
    case .object(let members) where !members.isEmpty:
      return "{\n"
        + sorted.map { "\(inner)\($0.key.quotedForJSON): \($0.value.text(indent: inner))" }.joined(separator: ",\n")
        + "\n\(indent)}"
    case .list: return "[]"
    case .object: return "{}"
    case .null, .bool, .number, .text: return scalar
    }
  }

  /// The members of an object, each once.
  package var sorted: [(key: String, value: JSON)] {
    guard case .object(let members) = self else { return [] }
    return Dictionary(members.map { ($0.key, $0.value) }) { $1 }.sorted { $0.key < $1.key }
      .map { (key: $0.key, value: $0.value) }
  }

  private var scalar: String {
    switch self {
    case .null, .list, .object: "null"
    case .bool(let value): "\(value)"
    case .number(let value):
      !value.isFinite ? "null" : Int(exactly: value).map(String.init) ?? value.description
    case .text(let text): text.quotedForJSON
    }
  }
}

extension String {
  /// The text as a string of JSON (RFC 8259).
  package var quotedForJSON: String {
    var quoted = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case "\r": quoted += "\\r"
      case _ where scalar.value < 0x20:
        quoted += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
