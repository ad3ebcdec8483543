import Execution
import Programs
import Tensors

/// Integrated and expected Hessians of smooth networks, by Gauss's nodes for the weight -ln t.
struct CurvedPaths {
  private let question: Question
  private let references: References
  private let groups: FeatureGroups
  private let settings: MethodSettings

  /// - Parameter question: of the network itself, or of one that is smooth in its place.
  init(
    _ question: Question, _ references: References, _ groups: FeatureGroups, _ settings: MethodSettings
  ) {
    (self.question, self.references, self.groups, self.settings) = (question, references, groups, settings)
  }

  private static let nodesForOne = [8, 16, 32, 64, 128]
  private static let nodesForMany = 8
  private static let tolerance = 1e-3

  private var wanted: [Int] { settings.only ?? Array(0..<groups.count) }

  /// Over one path for each sample, with as many nodes as the tolerance takes.
  func integrated(of original: Question) throws -> Interactions {
    let form = try CurvatureForm(question)
    let attributions = try groupedAttributions([[0]])
    let ends = try (base: question.base(references), outputs: question.outputs().values.map(Double.init))
    var rows: [[Double]] = []
    var most = 0
    for row in 0..<question.count {
      let reference = references.ofSample(row)[0]
      let changes = groups.restricting(question.values[row].minus(reference))
      let difference = ends.outputs[row] - ends.base[row]
      var found: [Double] = []
      for count in settings.steps.map({ [$0] }) ?? Self.nodesForOne {
        let rule = try Quadrature.gaussLog(count)
        let points = zip(rule.nodes, rule.weights).map {
          CurvatureProgram.Point(reference: 0, t: $0, c: $0 * $1, w: $1)
        }
        let values = try form.values(
          sample: row, reference: reference, changes: changes, wanted: wanted, points: points,
          monitor: monitor(row))
        found = finished(values.matrix, values.slopes)
        most = max(most, count)
        if residual(of: found, attributions[row], difference) <= settings.tolerance ?? Self.tolerance { break }
      }
      rows.append(found)
    }
    return try interactions(
      rows, attributions, of: original,
      facts: ["\(most) Gauss nodes for -ln t", form.text(changes: wanted.count)])
  }

  /// Over paths from all references.
  func expected(of original: Question, _ draw: ReferenceDraw) throws -> Interactions {
    let program = try CurvatureProgram(question, .many)
    let count = settings.steps ?? Self.nodesForMany
    let rule = try Quadrature.gaussLog(count)
    let attributions = try groupedAttributions(draw.groups)
    let tangents = groups.restricting(Tensor(question.shape, repeating: 1)).rows(wanted)
    var rows: [[Double]] = []
    var errors: [Float] = []
    for row in 0..<question.count {
      let sums = try draw.groups.map { members in
        let points = members.flatMap { reference in
          zip(rule.nodes, rule.weights).map {
            CurvatureProgram.Point(reference: reference, t: $0, c: $0 * $1, w: $1)
          }
        }
        let sums = try program.sums(
          question, sample: row, references: references.values, tangents: tangents, points: points,
          monitor: monitor(row))
        return finished(groups.sumOfRows(sums.curvature), groups.sumOfRows(sums.slope))
      }
      rows.append(sums[0].indices.map { index in sums.reduce(0) { $0 + $1[index] } / Double(references.count) })
      errors += draw.errors(sums) ?? []
    }
    var interactions = try interactions(
      rows, attributions, of: original, facts: [draw.text, "\(count) Gauss nodes for -ln t each"])
    if !errors.isEmpty { interactions.errors = Tensor(interactions.values.shape, errors) }
    return interactions
  }

  private func monitor(_ row: Int) -> Monitor {
    question.monitor.part(from: Double(row) / Double(question.count), share: 1 / Double(question.count))
  }

  /// The matrix with first derivatives on its diagonal; symmetric, as it is but for rounding.
  private func finished(_ matrix: [Double], _ slopes: [Double]) -> [Double] {
    var matrix = matrix
    let count = groups.count
    for (position, group) in wanted.enumerated() { matrix[position * count + group] += slopes[group] }
    guard wanted.count == count else { return matrix }
    for row in 0..<count {
      for column in 0..<row {
        let mean = (matrix[row * count + column] + matrix[column * count + row]) / 2
        (matrix[row * count + column], matrix[column * count + row]) = (mean, mean)
      }
    }
    return matrix
  }

  /// The largest residual of a row against its attribution and of the whole against the difference of outputs, as a share
  /// of what is explained.
  private func residual(of matrix: [Double], _ attributions: [Double], _ difference: Double) -> Double {
    let count = groups.count
    let sums = wanted.indices.map { matrix[$0 * count..<($0 + 1) * count].reduce(0, +) }
    var residual = zip(sums, wanted).map { abs($0 - attributions[$1]) }.max() ?? 0
    if wanted.count == count { residual = max(residual, abs(sums.reduce(0, +) - difference)) }
    let scale = max(abs(difference), attributions.map(abs).max() ?? 0, 1e-3 * (matrix.map(abs).max() ?? 0))
    return scale > 0 ? residual / scale : 0
  }

  /// The attribution of each group in each sample, by nodes enough that they don't matter.
  private func groupedAttributions(_ members: [[Int]]) throws -> [[Double]] {
    let integral = try PathIntegral(question, references, slope: .derivative)
    let all = members.flatMap { $0 }
    let nodes = PathIntegral.nodes(
      try Quadrature.gaussLegendre(all.count > 1 ? Self.nodesForMany : 64), references: all)
    let values = try integral.sum(over: nodes)
    return groups.sumOfRows(values.map { $0 / Double(all.count) }).split(into: question.count)
  }

  private func interactions(
    _ rows: [[Double]], _ attributions: [[Double]], of original: Question, facts: [String]
  ) throws -> Interactions {
    let outputs = try original.outputs().values.map(Double.init)
    let sums = rows.map { $0.reduce(0, +) }
    var interactions = Interactions(
      Tensor([rows.count, wanted.count, groups.count], rows.flatMap { $0.map { Float($0) } }),
      attributions: Tensor([rows.count, groups.count], attributions.flatMap { $0.map { Float($0) } }),
      facts: facts)
    guard wanted.count == groups.count else { return interactions }
    interactions.completeness = Completeness(base: try original.base(references), outputs: outputs, sums: sums)
    if let smooth = question.smooth {
      interactions.surrogate = Interactions.Surrogate(
        sharpness: smooth,
        completeness: Completeness(
          base: try question.base(references), outputs: try question.outputs().values.map(Double.init), sums: sums))
    }
    return interactions
  }
}

extension Array {
  /// As many stretches of the same length.
  func split(into count: Int) -> [[Element]] {
    let size = self.count / Swift.max(1, count)
    return (0..<count).map { Array(self[$0 * size..<($0 + 1) * size]) }
  }
}

extension Tensor {
  func minus(_ other: Tensor) -> Tensor { Tensor(shape, zip(values, other.values).map { $0 - $1 }) }
}

extension FeatureGroups {
  /// One sample's values once for each group, 0 outside of it: [count] + the shape of the place.
  func restricting(_ values: Tensor) -> Tensor {
    var result = Tensor([count] + shape, repeating: 0)
    for (group, elements) in members.enumerated() {
      for element in elements { result.values[group * shape.count + element] = values.values[element] }
    }
    return result
  }

  /// The sum over each group, for each row of values at the place.
  func sumOfRows(_ values: [Double]) -> [Double] {
    stride(from: 0, to: values.count, by: shape.count).flatMap { sum(values[$0..<$0 + shape.count]) }
  }
}
