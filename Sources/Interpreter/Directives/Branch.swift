extension Directive {
  static let branch = Directive(
    "branch", "goes on in a copy of the session, or back in one left before; alone it lists them",
    form: "[NAME]", example: ":branch try"
  ) { (text) throws(Mistake) in
    guard text.allSatisfy({ $0.isLetter || $0.isNumber || "-_".contains($0) }) else {
      throw .settingNeeds("branch", what: "a name of letters, digits and dashes, such as :branch try")
    }
  } perform: { text, interpreter in
    if text.isEmpty {
      let branches = interpreter.timeline.branches.map {
        $0 == interpreter.timeline.branch ? "* \($0)" : "  \($0)"
      }
      interpreter.show(.text(branches.joined(separator: "\n")))
      return nil
    }
    let isNew = !interpreter.timeline.branches.contains(text)
    interpreter.go(to: interpreter.timeline.change(to: text, interpreter.state))
    interpreter.say("\(isNew ? "new branch" : "on branch") \(text)")
    return nil
  }
}

extension Interpreter {
  func show(_ value: Value) {
    output.show(Shown(value: value, cell: nil, mode: session.mode))
  }
}
