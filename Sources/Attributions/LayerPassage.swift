import Models
import Programs
import Tensors

// What a layer sees while the input moves along a path: the question is at the layer, the path at the input.
extension Question {
  /// The same question at the input, and the one reference there of each sample.
  ///
  /// - Throws: ``AttributionError/severalReferences(_:)``, ``AttributionError/betweenTokens``
  func pathOfInput(from baseline: Baseline) throws -> (input: Question, references: References) {
    if readsTokens { throw AttributionError.betweenTokens }
    let input = try at(.input(0))
    let references = try baseline.references(for: input)
    guard references.count == 1 else { throw AttributionError.severalReferences(references.count) }
    return (input, references)
  }

  /// The values at the place as a function of the input.
  func values(of input: Term) -> Term { model.value(at: place, inputs(with: input)) }

  /// The values at the place, as something that derivatives may be taken by, and the output that they lead to.
  ///
  /// What goes around the place depends on the input, too.
  ///
  /// - Parameter zero: added to the values. Nothing is known of an input, so that a ReLU behind the place stays one even
  ///   where the values are never negative: where it reads 0, its derivative is 0, and not that of handing on.
  func passage(of input: Term, plus zero: Term? = nil) -> (values: Term, output: Term) {
    let own = self.values(of: input)
    let values = (zero.map { own + $0 } ?? own).detached
    return (values, target(in: model.forward(inputs(with: input), replacing: place, by: values)))
  }

  /// Whether part of the output depends on the input otherwise than by the values at the place.
  var isPassedBy: Bool {
    get throws {
      let builder = Builder()
      let value = builder.input(Self.value, Type(shape, varying: .sample))
      let read = try builder.program([("output", function(of: value))]).inputs
      return model.inputs.contains { read[$0.programName] != nil }
    }
  }

  private func inputs(with first: Term) -> [Term] {
    model.inputs.enumerated().map { position, input in position == 0 ? first : input.term(in: first.builder) }
  }
}
