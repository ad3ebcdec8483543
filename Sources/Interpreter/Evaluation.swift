import Language

/// Where values are calculated: a run, in which all of them are known, or a check, in which few are.
///
/// Both use the same code, so that a check never finds what a run would not.
protocol Evaluation {
  var source: Source { get }
  /// How far apart numbers may lie that are compared as equal.
  var tolerance: Double { get }

  /// What `$_`, `$_3` or `$name` stands for.
  func value(of root: Reference.Root) throws(Mistake) -> Known
  mutating func value(of pipeline: Pipeline) throws -> Known
}

extension Evaluation {
  mutating func value(of datum: Datum) throws -> Known {
    switch datum.kind {
    case .number(let number):
      guard number.value.isFinite else {
        throw Mistake.notFinite(number.text).diagnostic(at: datum.span, in: source)
      }
      return .value(.number(number.value))
    case .string(let text), .word(let text): return .value(.text(text))
    case .bool(let value): return .value(.bool(value))
    case .none: return .value(.nothing)
    case .unit(let unit):
      var positions: [Int]?
      if let data = unit.positions {
        guard let values = try values(of: data) else { return .unknown }
        positions = try locating(datum.span) { () throws(Mistake) in
          try Kind<Int>.whole(from: 0).list.read(.list(values), Scope())
        }
      }
      return .value(.unit(Value.Unit(layer: unit.layer.text, part: unit.part.text, positions: positions)))
    case .range(let first, let last, by: let step):
      guard let bounds = try values(of: [first, last] + (step.map { [$0] } ?? [])) else { return .unknown }
      var numbers: [Double] = []
      for (bound, place) in zip(bounds, [first, last, step ?? last]) {
        numbers.append(
          try locating(place.span) { () throws(Mistake) in try Kind.number().read(bound, Scope()) })
      }
      return try locating(datum.span) { () throws(Mistake) in
        .value(.range(try NumberRange(numbers[0], numbers[1], by: step == nil ? nil : numbers[2])))
      }
    case .list(let items):
      return try values(of: items).map { .value(.list($0)) } ?? .unknown
    case .reference(let reference): return try value(of: reference, at: datum.span)
    }
  }

  /// The values of a list, or nil if one of them is not known yet.
  private mutating func values(of data: [Datum]) throws -> [Value]? {
    // All are looked at, so that a check finds what is wrong with any.
    let known = try data.map { try value(of: $0).value }
    let values = known.compactMap { $0 }
    return values.count == known.count ? values : nil
  }

  private mutating func value(of reference: Reference, at span: Span) throws -> Known {
    var known: Known
    switch reference.root {
    case .last, .cell, .variable:
      known = try locating(span) { () throws(Mistake) in try value(of: reference.root) }
    case .pipeline(let pipeline): known = try value(of: pipeline)
    case .expression(let expression): known = try value(of: expression)
    }
    for trail in reference.trails {
      switch trail {
      case .field(let name):
        known = try locating(name.span) { () throws(Mistake) in try known.field(name.text) }
      case .index(let expression):
        let index = try value(of: expression)
        guard let owner = known.value, let place = index.value else {
          known = .unknown
          continue
        }
        known = try locating(expression.span) { () throws(Mistake) in .value(try owner.entry(place)) }
      }
    }
    return known
  }

  mutating func value(of expression: Expression) throws -> Known {
    switch expression.kind {
    case .datum(let datum): return try value(of: datum)
    case .or(let parts): return try chain(parts, endsWith: true)
    case .and(let parts): return try chain(parts, endsWith: false)
    case .not(let part): return try truth(of: part).map { .value(.bool(!$0)) } ?? .unknown
    case .negate(let part):
      guard let value = try value(of: part).value else { return .unknown }
      return try locating(part.span) { () throws(Mistake) in .value(try value.negated()) }
    case .compare(let left, let comparison, let right):
      let (left, right) = (try value(of: left).value, try value(of: right).value)
      guard let left, let right else { return .unknown }
      return try locating(expression.span) { () throws(Mistake) in
        .value(.bool(try left.compared(comparison, to: right, within: tolerance)))
      }
    case .arithmetic(let first, let steps):
      var result = try value(of: first).value
      for step in steps {
        let operand = try value(of: step.operand).value
        guard let left = result, let right = operand else {
          result = nil
          continue
        }
        result = try locating(first.span.union(step.operand.span)) { () throws(Mistake) in
          try left.applying(step.sign, to: right)
        }
      }
      return result.map { .value($0) } ?? .unknown
    }
  }

  /// `or` ends with the first part that is true, `and` with the first that is false.
  private mutating func chain(_ parts: [Expression], endsWith end: Bool) throws -> Known {
    var isKnown = true
    for part in parts {
      guard let truth = try truth(of: part) else {
        isKnown = false
        continue
      }
      if truth == end && isKnown { return .value(.bool(end)) }
    }
    return isKnown ? .value(.bool(!end)) : .unknown
  }

  mutating func truth(of expression: Expression) throws -> Bool? {
    guard let value = try value(of: expression).value else { return nil }
    return try locating(expression.span) { () throws(Mistake) in try value.truth() }
  }

  func locating<Success>(_ span: Span, _ body: () throws(Mistake) -> Success) throws(Diagnostic) -> Success {
    do { return try body() } catch { throw error.diagnostic(at: span, in: source) }
  }
}
