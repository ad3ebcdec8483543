extension Verb {
  /// Every verb, in alphabetical order: a new one is a file in `Verbs` and a line here.
  public static let all: [Verb] = [
    .attribute,
    .compare,
    .condition,
    .extract,
    .interact,
    .intervene,
    .load,
    .map,
    .plot,
    .predict,
    .rank,
    .sample,
    .save,
    .score,
    .show,
    .tcav,
    .trace,
    .train,
  ]

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  public static func named(_ name: String) -> Verb? { byName[name] }
}
