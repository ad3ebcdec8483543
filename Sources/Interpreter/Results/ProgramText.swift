import Execution
import Figures
import Models
import Programs

/// A program or its plan, printed.
struct ProgramText: Result {
  static let kind = "program"
  static let fields: [Field<ProgramText>] = []

  let summary: String

  init(program run: Run) throws {
    let program = try run.lastComputation.program
    let operations = program.nodes.indices.reduce(0) { $0 + program.operations(at: $1) }
    summary =
      program.description + "\n\(operations) floating-point operations for one sample and one condition"
  }

  init(plan run: Run) throws {
    let last = try run.lastComputation
    let plan = try run.executor.plan(last.program, samples: last.samples, conditions: last.conditions)
    summary = plan.description
  }
}

extension Run {
  /// What the last explanation ran; before there is one, the prediction of a sample.
  fileprivate var lastComputation: Executor.Computation {
    get throws {
      if let explanation = session.explanation { return explanation }
      if let command = session.recalled { throw Mistake.recalled(command) }
      let model = try currentModel()
      let builder = Builder()
      let inputs = model.inputs.map { builder.input($0.name, Type($0.shape, varying: .sample)) }
      return Executor.Computation(
        program: try builder.program([("logits", model.forward(inputs)[model.output])]), samples: 1,
        conditions: 1)
    }
  }
}
