import Execution
import Models
package import Programs
import Tensors

/// The integral of a network's gradient along straight lines from references x' to samples x, times x - x':
/// φ_i = (x_i - x'_i) ∫ ∂_i f(x' + t (x - x')) dt, or its mean over several references. Sundararajan et al. 2017.
package struct PathIntegral {
  /// What stands for the gradient between two points of the path.
  package enum Slope: Hashable, Sendable {
    /// The derivative at a node.
    case derivative
    /// The slope on the whole between the ends of a cell; attributions then sum to the difference of outputs for any
    /// number of cells.
    case secant
  }

  package let question: Question
  package let references: References
  package let slope: Slope
  package let program: Program
  /// How many sums there are, and the shape of each, for one sample.
  private let count: Int
  private let shape: Shape
  /// What the program reads beside the question's inputs and the path.
  private let inputs: [String: Tensor]
  /// Whether each node has its own reference.
  private let referencePerNode: Bool

  /// What a program has of a node.
  struct Points {
    /// x - x'
    let difference: Term
    /// Where the cell in front of the node begins, and the node itself.
    let from, to: Term
    let weight: Term
    fileprivate let referencePerNode: Bool

    /// Where the cell begins, the ends of equal parts of it, and the node.
    func sharedOut(among parts: Int) -> [Term] {
      [from] + (1..<max(1, parts)).map { from + (to - from) * (Double($0) / Double(parts)) } + [to]
    }

    /// The sum over nodes of a term times x - x'. What is the same for all nodes is multiplied after the sum over them.
    func timesDifference(_ term: Term) -> Term {
      referencePerNode ? (term * difference).sumLeading(.condition) : term.sumLeading(.condition) * difference
    }
  }

  package init(_ question: Question, _ references: References, slope: Slope) throws {
    try self.init([question], references, slope: slope)
  }

  /// The integrals of several questions about the same values of the same samples, in one program that computes what their
  /// targets have in common once.
  ///
  /// - Parameter chain: how many secants share out the cell in front of a node. Where one ends the next one begins, and the
  ///   network is computed there once: c secants take c + 1 passes forward, on their own 2 c.
  init(_ questions: [Question], _ references: References, slope: Slope, chain: Int = 1) throws {
    func name(_ index: Int) -> String { index == 0 ? Question.target : "\(Question.target) \(index)" }
    let targets = questions.enumerated().dropFirst().map { (name($0), $1.targets) }
    try self.init(
      questions[0], references, slope: slope, shape: questions[0].shape,
      inputs: Dictionary(uniqueKeysWithValues: targets)
    ) { points in
      questions.enumerated().map { index, question in
        let builder = points.to.builder
        switch slope {
        case .derivative:
          let output = question.function(of: points.to, target: name(index))
          return points.timesDifference(builder.gradient(of: [(output, points.weight)], to: [points.to])[0])
        case .secant:
          let ends = points.sharedOut(among: chain)
          let secants = zip(ends, ends.dropFirst()).map { from, to in
            builder.secant(
              of: question.function(of: from, target: name(index)), from: from, to: to,
              cotangent: points.weight / Double(chain))
          }
          return points.timesDifference(secants.dropFirst().reduce(secants[0], +))
        }
      }
    }
  }

  /// Sums over nodes of something else on the path.
  ///
  /// - Parameters:
  ///   - question: at the place where the path leads from references to samples.
  ///   - shape: of each sum, for one sample.
  ///   - inputs: what the sums read beside what the question does.
  init(
    _ question: Question, _ references: References, slope: Slope, shape: Shape, inputs: [String: Tensor] = [:],
    sums: (Points) -> [Term]
  ) throws {
    (self.question, self.references, self.slope) = (question, references, slope)
    (self.shape, self.inputs) = (shape, inputs)
    referencePerNode = !references.isPerSample && references.count > 1
    let builder = Builder()
    let x = builder.input("x", Type(question.shape, varying: .sample))
    let leading: Leading = references.isPerSample ? .sample : referencePerNode ? .condition : []
    let reference = builder.input("reference", Type(question.shape, varying: leading))
    func node(_ name: String) -> Term { builder.input(name, Type([], varying: .condition)) }
    let difference = x - reference
    let points = Points(
      difference: difference, from: reference + node("from") * difference, to: reference + node("t") * difference,
      weight: node("w"), referencePerNode: referencePerNode)
    let outputs = sums(points).enumerated().map { (Self.name($0), $1) }
    count = outputs.count
    program = try builder.program(outputs)
  }

  /// A node of the path, the cell in front of it, and the reference where the path begins.
  package struct Node {
    let reference: Int
    let from: Double
    let t: Double
    let weight: Double
  }

  /// The nodes of a rule on the paths from some references.
  package static func nodes(_ rule: Quadrature, references: [Int]) -> [Node] {
    references.flatMap { reference in
      zip(rule.nodes, rule.weights).map { Node(reference: reference, from: 0, t: $0, weight: $1) }
    }
  }

  /// `count` equal cells of the paths from some references.
  package static func cells(_ count: Int, references: [Int]) -> [Node] {
    references.flatMap { reference in
      (0..<count).map { cell in
        Node(
          reference: reference, from: Double(cell) / Double(count), t: Double(cell + 1) / Double(count),
          weight: 1 / Double(count))
      }
    }
  }

  /// How many of `count` cells a program follows in a row: as many as divide them, up to four.
  static func chain(of count: Int) -> Int { [4, 3, 2].first { count % $0 == 0 } ?? 1 }

  /// More targets than these are not worth one program: it would take long to make and its values much room.
  static let mostTargets = 16

  private static func name(_ sum: Int) -> String { "attribution \(sum)" }

  /// The first sum.
  package func sum(over nodes: [Node], shares: (done: Double, of: Double) = (0, 1)) throws -> [Double] {
    try sums(over: nodes, shares: shares)[0]
  }

  /// The sums over nodes for each sample, in Float64: [samples] + the shape of a sum, each.
  ///
  /// - Parameter shares: what a part of a larger computation reports its progress as.
  func sums(over nodes: [Node], shares: (done: Double, of: Double) = (0, 1)) throws -> [[Double]] {
    let executor = question.executor
    let limit = executor.room(for: program, conditions: nodes.count)
    var totals = Array(repeating: [Double](repeating: 0, count: question.count * shape.count), count: count)
    var start = 0
    while start < nodes.count {
      // Few sizes, so that there are few plans; less than a quarter of what is computed counts for nothing.
      let remaining = min(limit, nodes.count - start)
      let least = remaining.nextPowerOfTwo
      let size = remaining * 4 <= least * 3 ? least / 2 : least
      let part = Array(nodes[start..<start + min(remaining, size)])
      var inputs = question.programInputs.merging(self.inputs) { $1 }
      inputs["x"] = question.values
      inputs["reference"] =
        referencePerNode
        ? references.values.rows(part.map(\.reference).padded(to: size))
        : references.isPerSample ? references.values : references.values[0]
      inputs["t"] = Tensor([size], part.map { Float($0.t) }.padded(to: size))
      inputs["from"] = Tensor([size], part.map { Float($0.from) }.padded(to: size))
      let weights = part.map { Float($0.weight) } + Array(repeating: 0, count: size - part.count)
      inputs["w"] = Tensor([size], weights)
      let done = shares.done + shares.of * Double(start) / Double(nodes.count)
      let share = shares.of * Double(part.count) / Double(nodes.count)
      let results = try executor.run(
        program, inputs: program.needed(of: inputs), samples: question.count, conditions: size,
        monitor: question.monitor.part(from: done, share: share))
      for sum in 0..<count {
        guard let part = results[Self.name(sum)]?.spread(to: [question.count] + shape) else { continue }
        for (index, value) in part.values.enumerated() { totals[sum][index] += Double(value) }
      }
      start += size
    }
    return totals
  }
}

extension Int {
  var nextPowerOfTwo: Int {
    var power = 1
    while power < self { power *= 2 }
    return power
  }
}

extension Array {
  /// With the last entry repeated.
  func padded(to count: Int) -> [Element] {
    guard let last else { return self }
    return self + Array(repeating: last, count: Swift.max(0, count - self.count))
  }
}
