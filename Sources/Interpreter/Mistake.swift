public import Tensors

/// What a reader can get wrong beyond the form of a script. The words are in `Mistake+Words.swift`.
public enum Mistake: Error, Hashable, Sendable {
  // Names
  case noVerb(String, names: [String])
  case noKey(String, verb: String, keys: [String])
  case noBinding(String, names: [String])
  case noCell(Int, current: Int)
  case noResultYet
  case noField(String, of: String, fields: [String])
  case noEntry(String, names: [String])
  case noSetting(String, names: [String])
  case noHelp(String, names: [String])
  case verbNameTaken(String)

  // Arguments
  case givenTwice(String)
  case missing(String, verb: String, what: String)
  case tooManyWords(verb: String, most: Int)
  case noSubject(verb: String)
  case wrongKind(expected: String, found: String)
  case notWhole(Double)
  case outOfRange(Double, low: Double?, high: Double?)
  case noChoice(String, what: String, choices: [String])
  case empty(what: String)
  case notTogether(String, String)
  case settingNeeds(String, what: String)
  case differentCounts(String, Int, String, Int)

  // Calculations
  case divisionByZero
  case notCalculable(String, String, String)
  case notOrdered(String, String)
  case notComparable(String, String)
  case differentShapes(Shape, Shape)
  case endlessRange(Double, Double, Double)
  case longRange(Double, limit: Int)
  case notFinite(String)
  case notIndexable(String)
  case noPlace(Double, count: Int, in: String)
  case notLoopable(String)

  // Model and data
  case noModel
  case noWeights(String)
  case dataKey(String, network: String)
  case noData
  case noTokenizer
  case noLayer(String, model: String, names: [String])
  case noChannel(Int, layer: String, count: Int)
  case noNeuron(Int, layer: String, count: Int)
  case unfitRule(String, layer: String, kind: String, fitting: [String])
  case channelWithoutLayer
  case noClass(Int, model: String, count: Int)
  case noFeature(String, data: String, names: [String], count: Int)
  case noClassName(String, names: [String])
  case noInteractions
  case notExplained(Int, samples: [Int])
  case notOfFeatures(Shape)
  case partOfInteractions
  case noColumn(String, key: String, names: [String])
  case noSample(Int, data: String, count: Int)

  // Results of earlier runs
  case recalled(String)

  // Files
  case unknownExtension(path: String, known: [String])
  case notSavable(String, as: String, instead: [String])
  case noNetwork(String)
  case textNeeded(path: String)

  // Statements
  case returnOutside
  case directiveInCell
  case settingsOnly
  case includeCycle([String])
  case tooManyFiles(limit: Int)
  case callsTooDeep(limit: Int)

  /// What another part of the program has to say, in its own words.
  case failed(String)

  /// Nothing is wrong as far as can be known before the run.
  case unknowable
}
