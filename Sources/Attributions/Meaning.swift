/// What the values of an explanation say.
public enum Meaning: Hashable, Sendable {
  /// What a unit of change does, as derivatives do.
  case rates
  /// What each value has added to the output, or taken from it.
  case contributions
  /// How much values matter, on a scale of its own.
  case neither
}

extension Meaning {
  /// "derivatives", as a reader would call the values.
  public var words: String {
    switch self {
    case .rates: "derivatives"
    case .contributions: "contributions"
    case .neither: "values on a scale of their own"
    }
  }
}
