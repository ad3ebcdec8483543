import Execution
import Tensors

/// Which states hidden vectors belong to: each to that of the nearest centre.
struct StateSpace: Codable, Hashable, Sendable {
  /// [clusters, units]
  let centres: Tensor
  /// The state of each cluster; states that were merged have several.
  let states: [Int]
  /// What hidden vectors are brought to mean 0 and deviation 1 by, if they are.
  let scale: Standardization?

  func states(of rows: Tensor) throws -> [Int] {
    try scaled(rows).nearest(to: centres).map { states[$0] }
  }

  func scaled(_ rows: Tensor) -> Tensor {
    scale?.scaled(rows) ?? rows
  }

  /// With state `other` made a part of `state`, and those after it moved up.
  func merging(_ other: Int, into state: Int) -> StateSpace {
    StateSpace(centres: centres, states: states.map { merged($0, other, into: state) }, scale: scale)
  }
}

/// The number of a state once `other` is a part of `state`, which comes before it.
func merged(_ number: Int, _ other: Int, into state: Int) -> Int {
  number == other ? state : number > other ? number - 1 : number
}
