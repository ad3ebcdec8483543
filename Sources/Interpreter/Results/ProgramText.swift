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
    let program = try run.lastProgram.program
    let operations = program.nodes.indices.reduce(0) { $0 + program.operations(at: $1) }
    summary =
      program.description + "\n\(operations) floating-point operations for one sample and one condition"
  }

  init(plan run: Run) throws {
    let last = try run.lastProgram
    let plan = try run.executor.plan(last.program, samples: last.samples, conditions: last.conditions)
    summary = plan.description
  }
}

extension Run {
  /// The program of the last explanation; before there is one, that of a prediction for one sample.
  fileprivate var lastProgram: (program: Program, samples: Int, conditions: Int) {
    get throws {
      if let explanation = session.explanation {
        let (program, conditions) = try explanation.program
        return (program, explanation.samples, conditions)
      }
      let model = try currentModel()
      let builder = Builder()
      let inputs = model.inputs.map { builder.input($0.name, Type($0.shape, varying: .sample)) }
      return (try builder.program([("logits", model.forward(inputs)[model.output])]), 1, 1)
    }
  }
}
