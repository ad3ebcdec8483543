import Language

// The verbs in a piece of syntax, at any depth: what a loop or a branch may do is the sum of what they do.

extension Statement {
  var verbs: [String] {
    switch kind {
    case .let(_, let datum), .return(let datum?): datum.verbs
    case .for(_, in: let values, let body): values.verbs + body.flatMap(\.verbs)
    case .if(let branches, else: let last):
      branches.flatMap { $0.condition.verbs + $0.body.flatMap(\.verbs) } + (last ?? []).flatMap(\.verbs)
    case .def(_, let parameters, let body):
      parameters.flatMap { $0.initial?.verbs ?? [] } + body.flatMap(\.verbs)
    case .expect(let condition, let settings): condition.verbs + settings.flatMap(\.value.verbs)
    case .pipeline(let pipeline): pipeline.allVerbs
    // What a file says is not known here: it counts as a verb that is not known either.
    case .include: ["include"]
    case .return(nil), .help, .meta: []
    }
  }
}

extension Pipeline {
  fileprivate var allVerbs: [String] {
    commands.flatMap { [$0.verb.text] + $0.arguments.flatMap(\.value.verbs) }
  }
}

extension Datum {
  fileprivate var verbs: [String] {
    switch kind {
    case .number, .string, .word, .bool, .none: return []
    case .unit(let unit): return (unit.positions ?? []).flatMap(\.verbs)
    case .range(let first, let last, by: let step):
      return [first, last, step].compactMap { $0 }.flatMap(\.verbs)
    case .list(let items): return items.flatMap(\.verbs)
    case .reference(let reference):
      let root: [String] =
        switch reference.root {
        case .last, .cell, .variable: []
        case .pipeline(let pipeline): pipeline.allVerbs
        case .expression(let expression): expression.verbs
        }
      return root
        + reference.trails.flatMap { trail -> [String] in
          if case .index(let index) = trail { return index.verbs }
          return []
        }
    }
  }
}

extension Expression {
  fileprivate var verbs: [String] {
    switch kind {
    case .or(let parts), .and(let parts): parts.flatMap(\.verbs)
    case .not(let part), .negate(let part): part.verbs
    case .compare(let left, _, let right): left.verbs + right.verbs
    case .arithmetic(let first, let steps): first.verbs + steps.flatMap(\.operand.verbs)
    case .datum(let datum): datum.verbs
    }
  }
}

extension [Statement] {
  /// What running them may read or change. A verb that is not known may do anything.
  func writes(_ verb: (String) -> Verb?) -> Set<Verb.Part> {
    reduce(into: []) { parts, statement in
      for name in statement.verbs { parts.formUnion(verb(name)?.writes ?? Set(Verb.Part.allCases)) }
    }
  }
}
