import Execution
import Models
import Programs
import Tensors

/// The curvature of a network along one path, between changes of the values: a_i · Σ c H(t) a_j, and a_i · Σ w ∇f(t).
///
/// The changes are carried through the affine layers in front first. What is asked of the rest of the network is its Hessian
/// times as many vectors as there are changes, or times the unit vectors of its own input where those are fewer.
struct CurvatureForm {
  private let prefix: AffinePrefix
  private let inner: Question
  private let program: CurvatureProgram

  init(_ question: Question) throws {
    prefix = AffinePrefix(question)
    inner = try prefix.rest()
    program = try CurvatureProgram(inner, .one)
  }

  /// How the Hessian is taken, for readers.
  func text(changes: Int) -> String {
    let width = inner.shape.count
    let products = min(changes, width)
    guard case .output(let layer) = prefix.place, !prefix.isEmpty else { return "\(products) second derivatives a node" }
    return "\(products) second derivatives a node, at layer \(inner.model.layers[layer].name)"
  }

  /// - Parameters:
  ///   - reference: where the path starts, of the place's shape; it ends at the sample.
  ///   - changes: [changes] + that shape.
  ///   - wanted: the changes whose rows are computed.
  /// - Returns: the matrix, [wanted, changes], and what the first derivatives make of each change.
  func values(
    sample row: Int, reference: Tensor, changes: Tensor, wanted: [Int], points: [CurvatureProgram.Point],
    monitor: Monitor
  ) throws -> (matrix: [Double], slopes: [Double]) {
    let count = changes.shape[0]
    let width = inner.shape.count
    let start = try prefix.values(reference.reshaped([1] + reference.shape))
    let ends = try prefix.changes(changes)
    let flat = ends.reshaped([count, width])
    let usesUnits = width < wanted.count
    let tangents =
      usesUnits
      ? Tensor.identity(width).reshaped([width] + inner.shape)
      : wanted.count == count ? ends : ends.rows(wanted)
    let sums = try program.sums(
      inner, sample: row, references: start, tangents: tangents, points: points, monitor: monitor)
    let curvature = Tensor([tangents.shape[0], width], sums.curvature.map { Float($0) })
    var matrix = try LinearAlgebra.multiply(curvature, flat, transposeRight: true)
    if usesUnits { matrix = try LinearAlgebra.multiply(flat.rows(wanted), matrix) }
    let slopes = (0..<count).map { change in
      (0..<width).reduce(0.0) { $0 + sums.slope[$1] * Double(flat.values[change * width + $1]) }
    }
    return (matrix.values.map(Double.init), slopes)
  }
}

extension Tensor {
  fileprivate static func identity(_ count: Int) -> Tensor {
    var identity = Tensor([count, count], repeating: 0)
    for index in 0..<count { identity.values[index * count + index] = 1 }
    return identity
  }
}
