import Attributions
import Models
import Programs

/// A relevance pass that was run, kept so that its program can be shown.
struct Explanation: Sendable {
  let propagation: RelevancePropagation
  let model: Model
  let conditions: [Condition]
  let samples: Int

  /// The program of the first condition, which computes all that take the same way, and how many they are.
  var program: (program: Program, conditions: Int) {
    get throws {
      let model = model.merged
      let routes = conditions.map { Route($0, in: model) }
      let record = Set(propagation.record + conditions.flatMap { $0.units.map(\.layer) }).sorted()
      let program = try RelevanceProgram(routes[0], model, record: record, settings: propagation).program
      return (program, routes.count { $0 == routes[0] })
    }
  }
}
