import Language

/// The arguments of a command sorted out by its verb, and all that is wrong with them.
struct Binding {
  /// An argument with its value as far as it is known.
  struct Given {
    var key: Name?
    var value: Known
    var span: Span
  }

  private(set) var arguments = Arguments()
  private(set) var complaints: [(mistake: Mistake, span: Span)] = []
  /// Where each argument stands.
  private(set) var spans: [String: Span] = [:]

  /// - Parameters:
  ///   - subject: what comes through the pipe, if the command has one before it.
  ///   - name: the verb as it is written.
  init(_ verb: Verb, _ given: [Given], subject: Known?, name: Span, in scope: Scope) {
    var scope = scope
    if verb.reads.contains(.model), case .absent = scope.model { complaints.append((.noModel, name)) }
    if verb.reads.contains(.data), case .absent = scope.data { complaints.append((.noData, name)) }

    let sorted = sort(given, subject: subject, for: verb, name: name)
    for parameter in verb.parameters {
      guard let (value, span) = sorted[parameter.name] else {
        if parameter.isRequired {
          complaints.append((.missing(parameter.name, verb: verb.name, what: parameter.kindName), name))
        }
        continue
      }
      spans[parameter.name] = span
      guard let value = value.value else {
        scope.arguments.leave(parameter.name)
        continue
      }
      do {
        scope.arguments.set(parameter.name, try parameter.content(of: value, in: scope))
      } catch {
        scope.arguments.leave(parameter.name)
        // That there is no model or no data is said once, at the verb.
        let isSaid = [.noModel, .noData].contains(error) && complaints.contains { $0.mistake == error }
        if error != .unknowable && !isSaid { complaints.append((error, span)) }
      }
    }
    arguments = scope.arguments
    complaints.sort { $0.span.start < $1.span.start }
  }

  /// The given values by the names of the verb's parameters.
  private mutating func sort(_ given: [Given], subject: Known?, for verb: Verb, name: Span) -> [String: (
    Known, Span
  )] {
    var sorted: [String: (Known, Span)] = [:]
    if let subject {
      if let parameter = verb.subject {
        sorted[parameter.name] = (subject, name)
      } else {
        complaints.append((.noSubject(verb: verb.name), name))
      }
    }
    let words = given.filter { $0.key == nil }
    // What a pipe or a key gives is not among the words.
    let keys = Set(given.compactMap { $0.key?.text })
    var nouns = verb.nouns.filter { sorted[$0.name] == nil && !keys.contains($0.name) }
    while nouns.count > words.count, let leading = nouns.firstIndex(where: \.isLeading) {
      nouns.remove(at: leading)
    }
    for (position, argument) in words.enumerated() {
      if position + 1 == nouns.count, nouns[position].isRepeated, words.count > nouns.count {
        sorted[nouns[position].name] = Self.list(words[position...])
        break
      }
      if nouns.indices.contains(position) {
        sorted[nouns[position].name] = (argument.value, argument.span)
      } else {
        complaints.append((.tooManyWords(verb: verb.name, most: verb.nouns.count), argument.span))
      }
    }
    for argument in given {
      guard let key = argument.key else { continue }
      if !verb.parameters.contains(where: { $0.name == key.text }) {
        complaints.append((.noKey(key.text, verb: verb.name, keys: verb.parameters.map(\.name)), key.span))
      } else if sorted[key.text] != nil {
        complaints.append((.givenTwice(key.text), key.span))
      } else {
        sorted[key.text] = (argument.value, argument.span)
      }
    }
    return sorted
  }

  /// Several words as one list; not known before all of them are.
  private static func list(_ words: ArraySlice<Given>) -> (Known, Span) {
    let values = words.compactMap(\.value.value)
    let span = Span(words.first?.span.start ?? 0, words.last?.span.end ?? 0)
    return (values.count == words.count ? .value(.list(values)) : .unknown, span)
  }
}
