extension Directive {
  static let slice = Directive(
    "slice", "prints the shortest script that makes a value: $x, $_3 or $_", form: "$NAME",
    example: ":slice $x"
  ) { (text) throws(Mistake) in
    _ = try place(text)
  } perform: { text, interpreter in
    let place = try place(text)
    if interpreter.session.origins[place] == nil {
      switch place {
      case .name(let name):
        throw Mistake.noBinding(
          name, names: interpreter.session.bindings.keys.filter { $0 != "args" }.sorted())
      case .cell(let number): throw Mistake.noCell(number, current: interpreter.session.cell)
      default: throw Mistake.noResultYet
      }
    }
    interpreter.show(.text(interpreter.notebook.slice([place]).map(\.text).joined(separator: "\n")))
    return nil
  }

  private static func place(_ text: String) throws(Mistake) -> Slot {
    let name = text.dropFirst()
    guard text.hasPrefix("$"), !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
    else {
      throw .settingNeeds("slice", what: "a value, such as :slice $x")
    }
    if name == "_" { return .last }
    if name.first == "_", let number = Int(name.dropFirst()) { return .cell(number) }
    return .name(String(name))
  }
}
