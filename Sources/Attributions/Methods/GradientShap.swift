import Execution
import Programs
import Tensors

extension NamedMethod {
  static let gradientShap = NamedMethod(
    name: "gradient-shap",
    summary:
      "expected gradients from random points: a noisy copy of the sample, a baseline and a place between for each",
    keys: ["baseline", "n", "noise", "references", "seed"], addsUp: true
  ) {
    GradientShap(
      baseline: $0.baseline ?? .zeros, most: $0.references, count: $0.count ?? GradientShap.usualCount,
      noise: $0.noise ?? 0, seed: $0.seed)
  }
}

/// The mean over draws of (x + ε - x')_i ∂_i f(x' + t (x + ε - x')): each draw has a reference x', a place t of the path,
/// uniform on [0, 1], and normal noise ε of its own. Lundberg and Lee 2017.
///
/// Without noise it is an estimate of expected gradients over the same references. The standard error is that of the mean of
/// independent draws.
struct GradientShap: AttributionMethod {
  let baseline: Baseline
  /// How many references there are to draw from, at most.
  let most: Int?
  /// How many points are drawn for each sample.
  let count: Int
  /// The deviation of the noise, as a share of the sample's range of values.
  let noise: Double
  let seed: UInt64

  static let usualCount = 64

  func attribute(_ question: Question) throws -> Explanation {
    let drawn = ReferenceDraw(try baseline.references(for: question), most: most, seed: seed)
    let references = drawn.references
    let program = try program(of: question)
    let (samples, size) = (question.count, question.shape.count)
    // What is drawn takes room, too: three numbers for each value.
    let drawable = question.executor.memory / 16 / (12 * max(1, samples * size))
    let limit = max(1, min(question.executor.room(for: program, conditions: count), drawable))
    var sums = [Double](repeating: 0, count: samples * size)
    var squares = sums
    // One stream for each sample: what is drawn for it does not depend on those beside it.
    var streams = (0..<samples).map { Random(seed: seed, stream: UInt64($0) + 1) }
    for start in stride(from: 0, to: count, by: limit) {
      let part = min(limit, count - start)
      var inputs = question.programInputs
      inputs["x"] = question.values
      draw(part, of: question, from: references, with: &streams, into: &inputs)
      let results = try question.executor.run(
        program, inputs: program.needed(of: inputs), samples: samples, conditions: part,
        monitor: question.monitor.part(
          from: Double(start) / Double(count), share: Double(part) / Double(count)))
      guard let values = results["attribution"]?.spread(to: [samples, part] + question.shape).values else {
        continue
      }
      for (index, value) in values.enumerated() {
        let entry = index / (part * size) * size + index % size
        sums[entry] += Double(value)
        squares[entry] += Double(value) * Double(value)
      }
    }
    return try explanation(question, sums, squares, drawn)
  }

  private func program(of question: Question) throws -> Program {
    let builder = Builder()
    let each = Type(question.shape, varying: [.sample, .condition])
    let end = builder.input("x", Type(question.shape, varying: .sample)) + builder.input("noise", each)
    let reference = builder.input("reference", each)
    let difference = end - reference
    let point = reference + builder.input("t", Type([], varying: [.sample, .condition])) * difference
    let gradient = builder.gradient(of: [(question.function(of: point), builder.fill(1))], to: [point])[0]
    return try builder.program([("attribution", gradient * difference)])
  }

  /// The random inputs of some draws.
  private func draw(
    _ count: Int, of question: Question, from references: References, with streams: inout [Random],
    into inputs: inout [String: Tensor]
  ) {
    let (samples, size) = (question.count, question.shape.count)
    var (noise, ends, places): ([Float], [Float], [Float]) = ([], [], [])
    for row in 0..<samples {
      let values = question.values.values[row * size..<(row + 1) * size]
      let deviation = Float(self.noise) * ((values.max() ?? 0) - (values.min() ?? 0))
      for _ in 0..<count {
        let reference = references.isPerSample ? row : streams[row].integer(below: references.count)
        ends += references.values.values[reference * size..<(reference + 1) * size]
        places.append(streams[row].uniform())
        for _ in 0..<size { noise.append(deviation == 0 ? 0 : deviation * streams[row].normal()) }
      }
    }
    let each = [samples, count] + question.shape
    inputs["noise"] = Tensor(each, noise)
    inputs["reference"] = Tensor(each, ends)
    inputs["t"] = Tensor([samples, count], places)
  }

  private func explanation(
    _ question: Question, _ sums: [Double], _ squares: [Double], _ drawn: ReferenceDraw
  ) throws -> Explanation {
    let (shape, draws) = ([question.count] + question.shape, Double(count))
    let means = sums.map { $0 / draws }
    let errors = zip(means, squares).map { mean, square in
      Float((max(0, square / draws - mean * mean) / max(1, draws - 1)).squareRoot())
    }
    let size = question.shape.count
    return Explanation(
      Tensor(shape, means.map { Float($0) }),
      completeness: Completeness(
        base: try question.base(drawn.references), outputs: try question.outputs().values.map(Double.init),
        sums: (0..<question.count).map { means[$0 * size..<($0 + 1) * size].reduce(0, +) }),
      errors: count > 1 ? Tensor(shape, errors) : nil,
      facts: ["\(count) draws from \(drawn.references.count) of \(drawn.all) references, seed \(seed)"])
  }
}
