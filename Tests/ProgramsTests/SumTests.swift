import Programs
import Tensors
import TestSupport
import Testing

/// A plain recurrence over steps that share their weights.
private struct SharedSteps {
  let sheet = Sheet(samples: 3)
  let (x, weights, recurrent, bias): (Term, Term, Term, Term)
  let objective: Term

  init(steps: Int) {
    x = sheet.input(Type([steps, 2], varying: .sample))
    (weights, recurrent, bias) = (
      sheet.input(Type([4, 2])), sheet.input(Type([4, 4])), sheet.input(Type([4]))
    )
    let inputs = x.matmul(weights, transposeRight: true)
    var (state, states) = (sheet.builder.fill(0, [1, 4]), [Term]())
    for step in 0..<steps {
      let input = inputs.sliced([.init(start: step, count: 1), .init(start: 0, count: 4)])
      state = (input + state.matmul(recurrent, transposeRight: true) + bias.reshaped([1, 4])).tanh
      states.append(state)
    }
    objective = sheet.weighted(.concatenated(states, axis: 0))
  }

  var parameters: [Term] { [x, weights, recurrent, bias] }
  var gradients: [Term] { sheet.builder.gradient(of: [(objective, sheet.builder.fill(1))], to: parameters) }
}

@Test func whatStepsShareGetsTheSumOfTheirGradients() throws {
  let sequence = SharedSteps(steps: 5)
  let gradients = try sequence.sheet.evaluate(sequence.gradients)
  for (gradient, parameter) in zip(gradients, sequence.parameters) {
    let differences = try sequence.sheet.differences(sequence.objective, parameter)
    #expect(distance(gradient.values, differences) < 1e-8)
  }
}

/// Forward there is a product of the inputs and one for each step but the first, backward one for each step but the
/// first; what is left are the gradients of the inputs and of both weights.
@Test(arguments: [3, 9]) func gradientsOfWeightsAreOneProductHoweverManyStepsThereAre(steps: Int) throws {
  let sequence = SharedSteps(steps: steps)
  let program = try sequence.sheet.builder.program(sequence.gradients.enumerated().map { ("\($0)", $1) })
  let products = program.nodes.count { if case .matmul = $0.primitive { true } else { false } }
  #expect(products == 1 + 2 * (steps - 1) + 3)
  #expect(!program.nodes.contains { if case .embed = $0.primitive { true } else { false } })
}

@Test func partsOfOneValueAreConcatenatedWithZerosBetween() throws {
  let sheet = Sheet()
  let x = sheet.input(Type([7, 2]))
  func part(_ rows: Range<Int>) -> Term {
    x.sliced([.init(start: rows.lowerBound, count: rows.count), .init(start: 0, count: 2)])
  }
  for parts in [
    [part(1..<3), part(4..<6)], [part(4..<7), part(0..<2), part(4..<7).exp], [part(0..<4), part(2..<6)],
  ] {
    let objective = parts.map { sheet.weighted($0.tanh) }.reduce(sheet.builder.fill(0), +)
    let gradient = sheet.builder.gradient(of: [(objective, sheet.builder.fill(1))], to: [x])
    #expect(distance(try sheet.evaluate(gradient)[0].values, try sheet.differences(objective, x)) < 1e-8)
  }
}
