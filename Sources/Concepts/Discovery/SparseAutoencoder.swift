public import Execution
public import Tensors

/// Directions, also more than there are columns, of which a linear encoder picks few for each row.
///
/// codes = the `active` largest of ReLU(E (x - b) + c), others 0; x ≈ b + codes D, with rows of D of length 1. Trained by
/// Adam on |x - rebuilt|² over seeded minibatches. A unit that no row has used for a while is begun anew at what is left of a
/// row that is rebuilt badly.
/// Sources: Gao et al. 2024 (the largest activations); Bricken et al. 2023 (units begun anew, directions of length 1).
public struct SparseAutoencoder: Sendable {
  /// D, [units, columns]
  public private(set) var directions: Tensor
  /// E, [units, columns]
  public private(set) var encoder: Tensor
  /// c, [units]
  public private(set) var biases: Tensor
  /// b, [columns]
  public private(set) var offset: Tensor
  public let active: Int
  /// How many units were begun anew.
  public private(set) var revived = 0
  /// The units that no row used in a last pass over all.
  public private(set) var dead: [Int] = []
  /// Σ |x - rebuilt|² over the variance, for each tenth of the training: the mean over its minibatches.
  public private(set) var losses: [Double] = []

  /// - Parameters:
  ///   - rows: [rows, columns]
  ///   - units: how many directions, also more than columns.
  ///   - active: the most units that are not 0 in a row.
  ///   - steps: the number of minibatches.
  ///   - revives: whether units that are dead are begun anew.
  /// - Throws: ``LearningError``, `CancellationError`.
  public init(
    _ rows: Tensor, units: Int, active: Int, steps: Int = 2000, batch: Int = 256, rate: Double = 2e-3, seed: UInt64,
    revives: Bool = true, monitor: Monitor = .silent
  ) throws {
    try rows.checkAsTable("the rows")
    for (value, name) in [(units, "the number of units"), (active, "the number of active units"), (steps, "the number of steps"), (batch, "the size of a batch")]
    where value < 1 { throw LearningError.setting(name, Double(value), expected: "1 or more") }
    let (count, columns) = (rows.shape[0], rows.shape[1])
    self.active = min(active, units)
    var sums = [Double](repeating: 0, count: columns)
    for index in rows.values.indices { sums[index % columns] += Double(rows.values[index]) }
    let mean = sums.map { Float($0 / Double(count)) }
    let centred = rows.adding(Tensor([columns], mean), times: -1)
    // Rows of mean squared length 1 make one rate fit all layers.
    let energy = centred.energy / Double(count)
    let scale = energy > 0 ? Float(energy.squareRoot()) : 1
    var random = Random(seed: seed, stream: 23)
    directions = Tensor([units, columns], (0..<units * columns).map { _ in random.normal() }).unitRows
    encoder = directions
    biases = Tensor([units], repeating: 0)
    offset = Tensor([columns], repeating: 0)
    var adam = [directions, encoder, biases, offset].map { Adam($0.count) }
    var order = random.shuffled(0..<count)
    var next = 0
    var used = [Bool](repeating: false, count: units)
    let window = max(1, steps / 20)
    let tenth = max(1, steps / 10)
    var (lost, lately) = (0.0, 0)
    for step in 0..<steps {
      if monitor.isCancelled() { throw CancellationError() }
      if step % 16 == 0 {
        monitor.report(Monitor.Progress(fraction: Double(step) / Double(steps), step: "sparse autoencoder"))
      }
      var chosen: [Int] = []
      while chosen.count < min(batch, count) {
        if next == count { (order, next) = (random.shuffled(order), 0) }
        chosen.append(order[next])
        next += 1
      }
      let x = centred.rows(chosen).map { $0 / scale }
      let input = x.adding(offset, times: -1)
      let codes = try Self.codes(input, encoder, biases, self.active)
      for index in codes.values.indices where codes.values[index] > 0 { used[index % units] = true }
      var error = try LinearAlgebra.multiply(codes, directions).adding(offset, times: 1)
      for index in error.values.indices { error.values[index] -= x.values[index] }
      lost += error.energy / Double(chosen.count)
      lately += 1
      if (step + 1) % tenth == 0 {
        losses.append(lost / Double(lately))
        (lost, lately) = (0, 0)
      }
      // Half the gradient of the mean squared error: Adam takes no notice of the factor.
      let share = 1 / Float(chosen.count)
      let toDirections = try LinearAlgebra.multiply(codes, error, transposeLeft: true).map { $0 * share }
      var toCodes = try LinearAlgebra.multiply(error, directions, transposeRight: true)
      for index in toCodes.values.indices {
        toCodes.values[index] = codes.values[index] > 0 ? toCodes.values[index] * share : 0
      }
      let toEncoder = try LinearAlgebra.multiply(toCodes, input, transposeLeft: true)
      var toBiases = [Float](repeating: 0, count: units)
      for index in toCodes.values.indices { toBiases[index % units] += toCodes.values[index] }
      var toOffset = [Float](repeating: 0, count: columns)
      for index in error.values.indices { toOffset[index % columns] += error.values[index] * share }
      let through = try LinearAlgebra.multiply(Tensor([1, units], toBiases), encoder)
      for column in 0..<columns { toOffset[column] -= through.values[column] }
      // The rate falls over the last fifth, so that the end does not depend on the last batches.
      let left = Double(steps - step) / Double(steps)
      let now = rate * min(1, left * 5)
      adam[0].step(&directions.values, toDirections.values, now)
      adam[1].step(&encoder.values, toEncoder.values, now)
      adam[2].step(&biases.values, toBiases, now)
      adam[3].step(&offset.values, toOffset, now)
      directions = directions.unitRows
      guard (step + 1) % window == 0 else { continue }
      // None is begun anew in the last quarter: it would have no time to learn.
      if revives, left > 0.25 {
        let worst = error.rowSquares.enumerated().sorted { (-$0.element, $0.offset) < (-$1.element, $1.offset) }.map(\.offset)
        for (place, unit) in used.indices.filter({ !used[$0] }).prefix(worst.count).enumerated() {
          let row = worst[place] * columns
          let range = unit * columns..<(unit + 1) * columns
          let direction = Tensor([1, columns], error.values[row..<row + columns].map { -$0 }).unitRows.values
          directions.values.replaceSubrange(range, with: direction)
          encoder.values.replaceSubrange(range, with: direction)
          biases.values[unit] = 0
          adam[0].forget(range)
          adam[1].forget(range)
          adam[2].forget(unit..<unit + 1)
          revived += 1
        }
      }
      used = [Bool](repeating: false, count: units)
    }
    // Back in the size of the rows.
    biases = biases.map { $0 * scale }
    offset = Tensor([columns], zip(offset.values, mean).map { $0 * scale + $1 })
    used = [Bool](repeating: false, count: units)
    for first in stride(from: 0, to: count, by: 4096) {
      let codes = try self.codes(of: rows.rows(Array(first..<min(count, first + 4096))))
      for index in codes.values.indices where codes.values[index] > 0 { used[index % units] = true }
    }
    dead = used.indices.filter { !used[$0] }
  }

  /// - Parameter rows: [rows, columns]
  /// - Returns: [rows, units]
  public func codes(of rows: Tensor) throws(ExecutionError) -> Tensor {
    try Self.codes(rows.adding(offset, times: -1), encoder, biases, active)
  }

  /// The largest of ReLU(E x + c) in each row; of equal ones the first.
  static func codes(_ input: Tensor, _ encoder: Tensor, _ biases: Tensor, _ active: Int) throws(ExecutionError) -> Tensor {
    var codes = try LinearAlgebra.multiply(input, encoder, transposeRight: true)
    let units = encoder.shape[0]
    var largest = [(value: Float, unit: Int)]()
    largest.reserveCapacity(active + 1)
    let bias = biases.values
    codes.values.withUnsafeMutableBufferPointer { codes in
      for first in stride(from: 0, to: codes.count, by: max(1, units)) {
        largest.removeAll(keepingCapacity: true)
        for unit in 0..<units {
          let value = codes[first + unit] + bias[unit]
          codes[first + unit] = 0
          guard value > 0, largest.count < active || value > (largest.last?.value ?? 0) else { continue }
          var place = largest.count
          while place > 0, largest[place - 1].value < value { place -= 1 }
          largest.insert((value, unit), at: place)
          if largest.count > active { largest.removeLast() }
        }
        for (value, unit) in largest { codes[first + unit] = value }
      }
    }
    return codes
  }
}

/// Steps of a size that adapts to each number's gradients. Source: Kingma and Ba 2015.
private struct Adam {
  private var mean: [Float]
  private var square: [Float]
  private var steps: [Float]

  init(_ count: Int) {
    mean = [Float](repeating: 0, count: count)
    (square, steps) = (mean, [0.9, 0.999])
  }

  mutating func step(_ values: inout [Float], _ gradient: [Float], _ rate: Double) {
    let (one, two) = (1 - steps[0], 1 - steps[1])
    steps = [steps[0] * 0.9, steps[1] * 0.999]
    let size = Float(rate)
    for index in values.indices {
      mean[index] = 0.9 * mean[index] + 0.1 * gradient[index]
      square[index] = 0.999 * square[index] + 0.001 * gradient[index] * gradient[index]
      values[index] -= size * (mean[index] / one) / ((square[index] / two).squareRoot() + 1e-8)
    }
  }

  mutating func forget(_ range: Range<Int>) {
    for index in range { (mean[index], square[index]) = (0, 0) }
  }
}

extension Tensor {
  /// Each row brought to length 1; one of length 0 stays.
  fileprivate var unitRows: Tensor {
    var result = self
    let columns = shape[1]
    for (row, square) in rowSquares.enumerated() where square > 0 {
      let factor = 1 / square.squareRoot()
      for index in row * columns..<(row + 1) * columns { result.values[index] *= factor }
    }
    return result
  }
}
