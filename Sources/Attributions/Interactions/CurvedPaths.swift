import Execution
import Glibc
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

  private static let nodesForOne = [8, 12, 16, 24, 32, 48, 64, 96, 128]
  private static let nodesForMany = 12
  private static let tolerance = 1e-3

  private var wanted: [Int] { settings.only ?? Array(0..<groups.count) }

  /// Over one path for each sample, with as many nodes as the tolerance takes.
  ///
  /// How many that is, the sums of rows tell, for one second derivative a node; those of all groups are computed once it
  /// is known. A group that is the same at both ends of the path has none.
  func integrated(of original: Question) throws -> Interactions {
    let form = try CurvatureForm(question)
    let attributions = try groupedAttributions([[0]])
    let ends = try (base: question.base(references), outputs: question.outputs().values.map(Double.init))
    var rows: [[Double]] = []
    var (most, products) = (0, 0)
    var missed: Double?
    for row in 0..<question.count {
      let reference = references.ofSample(row)[0]
      let changes = groups.restricting(question.values[row].minus(reference))
      let difference = ends.outputs[row] - ends.base[row]
      func values(_ changes: Tensor, _ wanted: [Int], nodes: Int, share: Double) throws -> (
        matrix: [Double], slopes: [Double]
      ) {
        let rule = try Quadrature.gaussLog(nodes)
        let points = zip(rule.nodes, rule.weights).map {
          CurvatureProgram.Point(reference: 0, t: $0, c: $0 * $1, w: $1)
        }
        return try form.values(
          sample: row, reference: reference, changes: changes, wanted: wanted, points: points,
          monitor: monitor(row).part(from: 1 - share, share: share))
      }
      var nodes = settings.steps ?? Self.nodesForOne[0]
      if settings.steps == nil {
        let withWhole = Tensor.joined([changes, changes.sumOfRows])
        for count in Self.nodesForOne {
          nodes = count
          let (products, slopes) = try values(withWhole, [groups.count], nodes: count, share: 0)
          let residual = residual(of: products, slopes, attributions[row], difference)
          if residual <= settings.tolerance ?? Self.tolerance { break }
          if count == Self.nodesForOne.last { missed = max(missed ?? 0, residual) }
        }
      }
      let moving = wanted.filter { group in changes[group].values.contains { $0 != 0 } }
      let (matrix, slopes) = try values(changes, moving.isEmpty ? wanted : moving, nodes: nodes, share: 1)
      rows.append(
        finished(
          moving.isEmpty ? matrix : matrix.spread(from: moving, to: wanted, width: groups.count), slopes))
      (most, products) = (max(most, nodes), max(products, moving.count))
    }
    return try interactions(
      rows, attributions, of: original,
      facts: ["\(most) Gauss nodes for -ln t", form.text(changes: products)]
        + (missed.map(unsettled).map { [$0] } ?? []))
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
      rows.append(
        sums[0].indices.map { index in sums.reduce(0) { $0 + $1[index] } / Double(references.count) })
      errors += draw.errors(sums) ?? []
    }
    var interactions = try interactions(
      rows, attributions, of: original, facts: [draw.text, "\(count) Gauss nodes for -ln t each"])
    if !errors.isEmpty { interactions.errors = Tensor(interactions.values.shape, errors) }
    return interactions
  }

  /// What to know, and to do, where the most nodes leave a residual above the tolerance.
  private func unsettled(_ residual: Double) -> String {
    let digits = pow(10, log10(residual).rounded(.down) - 1)
    let found = Float((residual / digits).rounded() * digits)
    return
      "these do not reach tolerance=\(settings.tolerance ?? Self.tolerance): sums of rows or of all miss "
      + "\(found) of what they should be; "
      + (question.smooth == nil ? "take a larger tolerance=" : "a lower smooth= bends less sharply")
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
  ///
  /// - Parameters:
  ///   - products: what second derivatives add to the sum of each row, and behind them to the whole.
  ///   - slopes: what first derivatives do.
  private func residual(
    of products: [Double], _ slopes: [Double], _ attributions: [Double], _ difference: Double
  ) -> Double {
    let sums = zip(products, slopes).map { $0 + $1 }
    let expected = attributions + [difference]
    let residual = zip(sums, expected).map { abs($0 - $1) }.max() ?? 0
    // Where all cancels, what cancelled is the measure.
    let scale = max(expected.map(abs).max() ?? 0, 1e-3 * ((products + slopes).map(abs).max() ?? 0))
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
    interactions.completeness = Completeness(
      base: try original.base(references), outputs: outputs, sums: sums)
    if let smooth = question.smooth {
      interactions.surrogate = Interactions.Surrogate(
        sharpness: smooth,
        completeness: Completeness(
          base: try question.base(references), outputs: try question.outputs().values.map(Double.init),
          sums: sums))
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

extension [Double] {
  /// Rows of some groups as rows of more, those of the others being zero.
  fileprivate func spread(from some: [Int], to all: [Int], width: Int) -> [Double] {
    let places = Dictionary(uniqueKeysWithValues: some.enumerated().map { ($1, $0) })
    return all.flatMap { group in
      places[group].map { Array(self[$0 * width..<($0 + 1) * width]) } ?? Array(repeating: 0, count: width)
    }
  }
}

extension Tensor {
  /// The sum over the first axis, which is left with one entry.
  fileprivate var sumOfRows: Tensor {
    var sum = Tensor([1] + Shape(Array(shape.extents.dropFirst())), repeating: 0)
    for (index, value) in values.enumerated() { sum.values[index % sum.count] += value }
    return sum
  }

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
