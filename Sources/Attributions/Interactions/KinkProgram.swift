import Models
package import Programs
import Tensors

/// The programs that follow a piecewise linear network along straight paths.
///
/// Every point is a sample of its own: where its path starts, which way it goes, and how far along it lies.
package struct KinkProgram {
  /// For each level of kinks, those kinks, and the program of their switches, called by their numbers.
  package let levels: [(kinks: [Int], program: Program)]
  /// For each kink, the program of what its switch `unit` depends on, and of what depends on it.
  package let events: [Program]
  /// The derivative of the output times the direction.
  package let gradient: Program

  /// - Throws: ``AttributionError/bentBetweenKinks(_:)``
  package init(_ question: Question) throws {
    let builder = Builder()
    let start = builder.input("start", Type(question.shape, varying: .sample))
    let direction = builder.input("direction", Type(question.shape, varying: .sample))
    let point = start + builder.input("t", Type([], varying: .sample)) * direction
    let output = builder.withPlainKinks(question.function(of: point), in: point)
    guard let kinks = builder.kinks(of: output, in: point) else {
      throw AttributionError.bentBetweenKinks(question.model.name)
    }
    let byLevel = Dictionary(grouping: kinks.indices) { kinks[$0].level }
    levels = try byLevel.keys.sorted().map { level in
      let members = byLevel[level] ?? []
      return (members, try builder.program(members.map { ("\($0)", kinks[$0].switching) }))
    }
    let one = builder.fill(1)
    events = try kinks.map { kink in
      let shape = kink.switching.shape
      let unit = builder.input("unit", Type([1], varying: .sample))
      let seed = builder.fill(1, [1]).scattered(unit, axis: 0, extent: shape.count).reshaped(shape)
      let moves = builder.gradient(of: [(kink.switching, seed)], to: [point])[0] * direction
      let adjoint = builder.gradient(of: [(output, one)], to: [kink.result])[0]
      return try builder.program([("moves", moves), ("adjoint", (adjoint * seed).total)])
    }
    gradient = try builder.program([
      ("products", builder.gradient(of: [(output, one)], to: [point])[0] * direction)
    ])
  }
}
