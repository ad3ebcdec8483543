import Language

// All commands in a piece of syntax, at any depth: what a loop or a branch may do is the sum of what they do.

extension Statement {
  var commands: [Command] {
    switch kind {
    case .let(_, let datum), .return(let datum?): datum.commands
    case .for(_, in: let values, let body): values.commands + body.flatMap(\.commands)
    case .if(let branches, else: let last):
      branches.flatMap { $0.condition.commands + $0.body.flatMap(\.commands) } + (last ?? []).flatMap(\.commands)
    case .def(_, let parameters, let body):
      parameters.flatMap { $0.initial?.commands ?? [] } + body.flatMap(\.commands)
    case .expect(let condition, let settings): condition.commands + settings.flatMap(\.value.commands)
    case .pipeline(let pipeline): pipeline.allCommands
    // What a file says is not known here: it counts as a verb that is not known either.
    case .include(let path): [Command(verb: path, arguments: [], span: path.span)]
    case .return(nil), .help, .meta: []
    }
  }
}

extension Pipeline {
  fileprivate var allCommands: [Command] {
    commands.flatMap { [$0] + $0.arguments.flatMap(\.value.commands) }
  }
}

extension Datum {
  fileprivate var commands: [Command] {
    switch kind {
    case .number, .string, .word, .bool, .none: return []
    case .unit(let unit): return (unit.positions ?? []).flatMap(\.commands)
    case .range(let first, let last, by: let step):
      return [first, last, step].compactMap { $0 }.flatMap(\.commands)
    case .list(let items): return items.flatMap(\.commands)
    case .reference(let reference):
      let root: [Command] =
        switch reference.root {
        case .last, .cell, .variable: []
        case .pipeline(let pipeline): pipeline.allCommands
        case .expression(let expression): expression.commands
        }
      return root
        + reference.trails.flatMap { trail -> [Command] in
          if case .index(let index) = trail { return index.commands }
          return []
        }
    }
  }
}

extension Expression {
  fileprivate var commands: [Command] {
    switch kind {
    case .or(let parts), .and(let parts): parts.flatMap(\.commands)
    case .not(let part), .negate(let part): part.commands
    case .compare(let left, _, let right): left.commands + right.commands
    case .arithmetic(let first, let steps): first.commands + steps.flatMap(\.operand.commands)
    case .datum(let datum): datum.commands
    }
  }
}

extension [Statement] {
  /// What running them may read or change. A verb that is not known may do anything.
  func writes(_ verb: (String) -> Verb?) -> Set<Verb.Part> {
    reduce(into: []) { parts, statement in
      for command in statement.commands { parts.formUnion(verb(command.verb.text)?.writes ?? Set(Verb.Part.allCases)) }
    }
  }
}
