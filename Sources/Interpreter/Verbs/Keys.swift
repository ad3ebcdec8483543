// Keys that several verbs share.

enum Keys {
  static let sample = Key(
    "sample", optional: .samples, "samples by index: 3, 0..9, [1,5], or all", otherwise: "the chosen ones")
  static let y = Key("y", optional: .classes, "the class, by number or name; a list is added up", otherwise: "the predicted one")
}
