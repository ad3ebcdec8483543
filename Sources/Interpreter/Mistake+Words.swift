import Language

extension Mistake {
  /// What is wrong.
  public var message: String {
    switch self {
    case .noVerb(let name, _): "there is no verb \"\(name)\""
    case .noKey(let key, let verb, _): "\(verb) has no key \"\(key)\""
    case .noBinding(let name, _): "nothing is called $\(name)"
    case .noCell(let cell, _): "there is no result of cell \(cell)"
    case .noResultYet: "there is no last result yet"
    case .noField(let field, let kind, _): "\(kind) has no field \"\(field)\""
    case .noEntry(let name, _): "there is no entry \"\(name)\""
    case .noSetting(let name, _): "there is nothing called \":\(name)\""
    case .noHelp(let name, _): "there is no help on \"\(name)\""
    case .verbNameTaken(let name): "\"\(name)\" is a verb already"

    case .givenTwice(let name): "\(name) is given twice"
    case .missing(let name, let verb, _): "\(verb) needs \(name)"
    case .tooManyWords(let verb, let most):
      most == 0
        ? "\(verb) takes no word of its own" : "\(verb) takes at most \(count(most, "word")) of its own"
    case .noSubject(let verb): "\(verb) takes nothing from a pipe"
    case .wrongKind(let expected, let found):
      "this should be \(expected)\(expected.contains(",") ? "," : "") and is \(found)"
    case .notWhole(let value): "\(value.plainText) is no whole number"
    case .outOfRange(let value, _, _): "\(value.plainText) is out of range"
    case .noChoice(let word, let what, _): "there is no \(what) \"\(word)\""
    case .empty(let what): "the list of \(what) is empty"
    case .notTogether(let one, let other): "\(one) and \(other) can't be given together"
    case .settingNeeds(let name, let what): ":\(name) needs \(what)"
    case .differentCounts(let one, let first, let other, let second):
      "there are \(first) \(one) and \(second) \(other)"

    case .divisionByZero: "this divides by zero"
    case .notCalculable(let left, let sign, let right): "\(left) \(sign) \(right) can't be calculated"
    case .notOrdered(let left, let right): "\(left) is neither less nor greater than \(right)"
    case .notComparable(let left, let right): "\(left) can't be compared with \(right)"
    case .differentShapes(let left, let right): "these tensors have different shapes: \(left) and \(right)"
    case .endlessRange(let first, let last, let step):
      "steps of \(step.plainText) never lead from \(first.plainText) to \(last.plainText)"
    case .longRange(let count, _): "this range has \(count.plainText) numbers"
    case .notFinite(let text): "\(text) is no finite number"
    case .notIndexable(let kind): "\(kind) has no entries"
    case .noPlace(let index, let count, let what):
      "\(what) has \(self.count(count, "entry", "entries")), and none at \(index.plainText)"
    case .notLoopable(let kind): "for can't go through \(kind)"

    case .noModel: "there is no model yet"
    case .noWeights(let name): "\(name) is built in without trained weights"
    case .dataKey(let key, let network): "\(key)= is for data, and \(network) is a network"
    case .noData: "there is no data yet"
    case .noTokenizer: "there is no tokenizer yet, which cuts texts into tokens"
    case .noLayer(let name, let model, _): "\(model) has no layer \"\(name)\""
    case .noChannel(let channel, let layer, _): "layer \(layer) has no channel \(channel)"
    case .noNeuron(let position, let layer, _): "a channel of layer \(layer) has no neuron \(position)"
    case .unfitRule(let rule, let layer, let kind, _):
      "the rule \(rule) does not fit layer \(layer), which is of kind \(kind)"
    case .channelWithoutLayer: "a channel belongs to a layer"
    case .noClass(let number, let model, _): "\(model) has no class \(number)"
    case .noClassName(let name, _): "there is no class \"\(name)\""
    case .noInteractions: "these attributions say nothing of pairs"
    case .notExplained(let sample, _): "sample \(sample) is not explained here"
    case .notOfFeatures(let shape): "these attributions have shape \(shape)"
    case .partOfInteractions: "these are the interactions of some features only"
    case .noFeature(let name, let data, _, _): "\(data) has no feature \"\(name)\""
    case .noColumn(let name, let key, _): "\(key)=\(name) names no column of the file"
    case .noSample(let index, let data, _): "\(data) has no sample \(index)"

    case .unknownExtension(let path, _): "\"\(path)\" does not say what kind of file it is"
    case .notSavable(let what, let kind, _): "\(what) can't be saved as .\(kind)"
    case .noNetwork(let what): "\(what) is no network, which .onnx files hold"
    case .textNeeded(let path): "\"\(path)\" is not UTF-8 text"

    case .recalled: "what was explained last is remembered from an earlier run, without its program"
    case .returnOutside: "return stands outside of a def"
    case .settingsOnly: "a start-up file holds settings of the prompt only, such as :mode md"
    case .directiveInCell: "this speaks of cells, and can't be part of one"
    case .includeCycle: "this file is being included already"
    case .tooManyFiles(let limit): "more than \(limit) files are included"
    case .callsTooDeep(let limit): "more than \(limit) calls are open at once"

    case .failed(let message): message
    case .unknowable: "this can only be known when it runs"
    }
  }

  /// The word that was probably meant.
  public var suggestion: String? {
    switch self {
    case .noVerb("exit", _), .noVerb("help", _), .noVerb("quit", _): nil
    case .noVerb(let name, let names), .noKey(let name, _, let names), .noEntry(let name, let names),
      .noField(let name, _, let names), .noHelp(let name, let names),
      .noChoice(let name, _, let names), .noLayer(let name, _, let names), .noClassName(let name, let names),
      .noFeature(let name, _, let names, _), .noColumn(let name, _, let names):
      closest(to: name, among: names)
    case .noBinding(let name, let names):
      closest(to: name, among: names).map { "$\($0)" }
    case .noSetting(let name, let names):
      closest(to: name, among: names).map { ":\($0)" }
    default: nil
    }
  }

  /// The way out.
  public var hint: String? {
    switch self {
    case .noVerb("exit", _), .noVerb("quit", _): "Ctrl-D leaves the prompt"
    case .noVerb("help", _): "? lists what there is, and ?load explains one of it"
    case .noVerb: "all verbs are listed by: ?"
    case .noKey(_, let verb, []): "\(verb) has no keys"
    case .noKey(_, _, let keys): "its keys are \(listing(keys))"
    case .noBinding(_, []): "make it first: let name = ..."
    case .noBinding(_, let names): "there are \(listing(names.map { "$\($0)" }))"
    case .noCell(_, let current):
      current > 1 ? "cells 1 to \(current - 1) came before" : "this is the first cell"
    case .noResultYet: "run a verb first"
    case .noField(_, _, []): "it has no fields"
    case .noField(_, _, let fields): "its fields are \(listing(fields.map { ".\($0)" }))"
    case .noEntry(_, let names): "there are \(listing(names))"
    case .noSetting(_, let names): "there are \(listing(names.map { ":\($0)" }))"
    case .noHelp: "all that can be explained is listed by: ?"
    case .verbNameTaken: "choose another name"

    case .givenTwice: "leave one out"
    case .missing(_, let verb, let what):
      "give it \(what); more by: ?\(verb.split(separator: " ").first ?? "")"
    case .tooManyWords(let verb, _): "the rest is given as key=value; more by: ?\(verb)"
    case .noSubject(let verb): "put \(verb) on a line of its own"
    case .wrongKind: nil
    case .notWhole: "give a whole number"
    case .outOfRange(_, let low?, let high?): "give \(low.plainText) to \(high.plainText)"
    case .outOfRange(_, let low?, nil): "give \(low.plainText) or more"
    case .outOfRange(_, nil, let high?): "give \(high.plainText) or less"
    case .outOfRange(_, nil, nil): nil
    case .noChoice(_, _, let choices): "there are \(listing(choices))"
    case .empty: "give at least one"
    case .notTogether: "leave one out"
    case .settingNeeds: nil
    case .differentCounts: "give as many of both, or only one of one"

    case .divisionByZero: "where it may be 0, ask before: if $n != 0 { ... }"
    case .notCalculable: "numbers calculate with numbers and tensors"
    case .notOrdered: "numbers can be compared by < and >; other values by == and !="
    case .notComparable: "compare its fields"
    case .differentShapes: "they go element by element and have to be alike"
    case .endlessRange: "choose a step that goes from the first to the last number"
    case .longRange(_, let limit): "a range may have \(limit)"
    case .notFinite: nil
    case .notIndexable: "lists, ranges, tensors and results by layer have"
    case .noPlace(_, let count, _): count > 0 ? "they are numbered 0 to \(count - 1)" : nil
    case .notLoopable: "give a range such as 0..3 or a list such as [1, 5]"

    case .noModel: "bring one in first: load, or: load model \"FILE.onnx\""
    case .noWeights(let name):
      "write: load model \(name) weights=random seed=1, or name a file that holds trained ones: load model "
        + "\"FILE.onnx\""
    case .dataKey: "leave it out"
    case .noData: "bring some in first: load, or: load data \"FILE\""
    case .noTokenizer: "bring one in first: load tokenizer \"FILE\", a tokenizer.json or vocab.txt"
    case .noLayer(_, _, let names): "it has \(count(names.count, "layer")), listed by: show layers"
    case .noChannel(_, let layer, let count):
      "layer \(layer) has \(self.count(count, "channel")): \(indices(count))"
    case .noNeuron(_, _, let count): "a channel there has \(self.count(count, "neuron")): \(indices(count))"
    case .unfitRule(_, let layer, _, let fitting): "what fits layer \(layer): \(listing(fitting))"
    case .channelWithoutLayer: "say which: layer=..."
    case .noClass(_, let model, let count):
      "\(model) has \(self.count(count, "class", "classes")): \(indices(count))"
    case .noClassName(_, let names):
      names.isEmpty
        ? "the classes of this data have no names: give numbers" : "there are \(listing(names))"
    case .noInteractions: "plot what gives interactions, or without by=, word= or pairs="
    case .notExplained(_, let samples): "explained are \(listing(samples.map(String.init)))"
    case .partOfInteractions: "plot what interact gives without feature="
    case .notOfFeatures:
      "plot takes one number for each feature of a sample: [samples, features]; pictures are saved by: save "
        + "\"heat.png\""
    case .noFeature(_, _, _, 0): "its samples are pictures; tables have features"
    case .noFeature(_, let data, let names, let count):
      "\(data) has \(self.count(count, "feature")): \(indices(count))"
        + (names.isEmpty || names == (0..<count).map(String.init) ? "" : ", or \(listing(names))")
    case .noColumn(_, _, let names): "the file has \(count(names.count, "column")): \(listing(names))"
    case .noSample(_, let data, let count): "\(data) has \(self.count(count, "sample")): \(indices(count))"

    case .unknownExtension(_, let known): "end its name in \(listing(known.map { ".\($0)" }, "or"))"
    case .notSavable(_, _, []): nil
    case .notSavable(_, _, let kinds): "it can be saved as \(listing(kinds.map { ".\($0)" }, "or"))"
    case .noNetwork: "the current one is saved by: save model \"FILE.onnx\""
    case .textNeeded: "save it as UTF-8"

    case .recalled(let command): "run it anew: :time \(command)"
    case .settingsOnly: "put it into a script, so that what is saved says everything: xpl -i script.xpl"
    case .returnOutside, .directiveInCell: "take it out"
    case .includeCycle(let files): "\(files.joined(separator: " includes "))"
    case .tooManyFiles: "include each file once"
    case .callsTooDeep: "a def that calls itself has to come to an end"
    case .failed, .unknowable: nil
    }
  }

  private func count(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    "\(count) \(count == 1 ? one : many ?? one + "s")"
  }

  private func indices(_ count: Int) -> String {
    count == 1 ? "0" : "0 to \(count - 1)"
  }

  private func listing(_ names: [String], _ word: String = "and") -> String {
    guard names.count > 1, let last = names.last else { return names.first ?? "none" }
    if names.count > 24 { return names.prefix(24).joined(separator: ", ") + ", ... (\(names.count) in all)" }
    return names.dropLast().joined(separator: ", ") + " \(word) " + last
  }

  /// The mistake with its place.
  func diagnostic(at span: Span, in source: Source) -> Diagnostic {
    Diagnostic(message, at: span, in: source, suggestion: suggestion, hint: hint)
  }
}

extension Mistake: CustomStringConvertible {
  /// What is wrong and the way out, on one line.
  public var description: String { message + (hint.map { ": \($0)" } ?? "") }
}
