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

/// The rows of every step's gradient are concatenated once, for the inputs' weights and the recurrent ones, which the
/// first step does not read.
@Test func rowsOfStepsAreConcatenatedOnce() throws {
  let sequence = SharedSteps(steps: 12)
  let gradients = try sequence.sheet.evaluate(sequence.gradients)
  let differences = try sequence.sheet.differences(sequence.objective, sequence.recurrent)
  #expect(distance(gradients[2].values, differences) < 1e-8)
  let program = try sequence.sheet.builder.program(sequence.gradients.enumerated().map { ("\($0)", $1) })
  let concatenations = program.nodes.filter { $0.primitive == .concatenate(axis: 0) }
  // Of gradients; and of a row of zeros and the states that are read.
  #expect(concatenations.map(\.operands.count) == [12, 12])
}

/// The library sums these over samples as it computes them: only products of matrices gain by having more rows.
@Test func gradientsOfSharedConvolutionsStayContractions() throws {
  let builder = Builder()
  let x = builder.input("x", Type([2, 6, 6], varying: .sample))
  let weights = builder.input("weights", Type([2, 2, 3, 3]))
  let window = Window(kernel: [3, 3], padLow: [1, 1], padHigh: [1, 1])
  let once = x.convolution(weights, window, groups: 1).tanh
  let twice = once.convolution(weights, window, groups: 1).tanh
  let gradient = builder.gradient(
    of: [(twice.total.sumLeading(.sample), builder.fill(1))], to: [weights])
  let program = try builder.program([("gradient", gradient[0])])
  let sums = program.nodes.filter { $0.primitive == .sumLeading(.sample) }
  #expect(sums.count == 2)
  #expect(
    sums.allSatisfy { node in
      if case .convolutionWeights = program.nodes[node.operands[0]].primitive { true } else { false }
    })
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
