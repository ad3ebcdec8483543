/// The keys of `extract tcav`, beside layers and seed.
enum ConceptTestKeys {
  static let concept = Key(
    "concept", optional: .concept, "the concept of the data, by number or name, whose direction is tested; with value=")
  static let value = Key("value", optional: .concept, "the value of that concept that the examples have")
  static let ofClass = Key("class", optional: .classNumber, "the class that examples of a concept are of")
  static let examples = Key(
    "examples", optional: Kind<Int>.whole(from: 0).list, "the samples that are examples of a concept")
  static let y = Key("y", optional: .classNumber, "the class whose logit is asked about")
  static let runs = Key(
    "runs", optional: .whole(from: 2, to: 1000), "how many sets of random samples examples are parted from",
    otherwise: "20")

  static let all: [any Parameter] = [concept, value, ofClass, examples, y, runs]
}
