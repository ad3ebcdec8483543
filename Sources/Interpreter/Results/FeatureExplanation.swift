package import Figures

/// A result that says how much each feature contributed to an output, alone or in pairs: what `plot` draws.
package protocol FeatureExplanation: Result {
  /// Throws where there is more than one number for each feature, as for images.
  var contributions: Contributions { get throws }

  /// Of several texts, each of which has words of its own, those of each; empty for all else.
  var contributionsOfTexts: [Contributions] { get throws }

  /// What explains, by its name in the language.
  var method: String { get }

  /// What explains which output, for titles: "input-x-gradient for y=1 (benign)".
  var title: String { get }
}

extension FeatureExplanation {
  package var contributionsOfTexts: [Contributions] { [] }
}
