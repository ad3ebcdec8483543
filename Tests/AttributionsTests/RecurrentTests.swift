import Attributions
import Execution
import Models
import Programs
import Tensors
import Testing

/// Relevance through time: what starts at a logit is at every step in the state and in what later steps have read.
@Suite struct RecurrentTests {
  let executor = Executor()
  static let steps = 4

  /// Wirings of every kind, small, by the names of the large ones.
  static let wirings = [
    "shallow": "hidden:10 | recur:9",
    "deep": "in:9 | hidden:8 | recur:7 | out:6",
    "deep-v2": "in:7 | in:9 | hidden:8 | recur:7 | out:6",
    "conv-deep": "conv:3x3x3 | pool:2 | conv:3x3x4 | pool:2 | in:8 | hidden:8 | recur:7 | out:6",
    "r-lstm": "in:9 | lstm:7",
    "conv-r-lstm": "conv:3x3x3 | pool:2 | conv:3x3x4 | pool:2 | in:8 | lstm:7",
  ]

  /// Random weights, large enough for signals to last, and biases below 0.
  private func network(_ name: String) throws -> Model {
    var measure = Architecture.Measure(input: [1, 6, 3 * Self.steps], outputs: 5)
    measure.columns = 3
    measure.wiring = try Wiring(#require(Self.wirings[name]))
    let model = try #require(Architecture.named(name)).model(seed: 4, measure: measure)
    let tensors = model.trainedTensors.map { tensor in
      tensor.rank == 1 ? Tensor(tensor.shape, repeating: -0.02) : tensor.map { 3 * $0 }
    }
    return model.with(tensors, name: name)
  }

  private func samples(_ shape: Shape) -> Tensor {
    Tensor(shape, Random.uniform(shape.count, within: 1, seed: 7, stream: 0))
  }

  private func settings() -> RuleSettings {
    var settings = RuleSettings()
    (settings.low, settings.high, settings.stabilizer) = (.init(-1), .init(1), 1e-9)
    return settings
  }

  private func explain(_ model: Model, _ samples: Tensor, record: [Int] = []) throws -> Attribution {
    var propagation = RelevancePropagation(try #require(Composite.named("deep-taylor", settings())))
    propagation.record = record
    return try propagation.explain(
      model, samples: Inputs(samples), conditions: [Condition()], executor: executor)
  }

  // MARK: Conservation

  @Test(arguments: wirings.keys.sorted())
  func deepTaylorConservesRelevanceAtEveryStep(_ name: String) throws {
    let model = try network(name)
    let samples = samples([4, 1, 6, 3 * Self.steps])
    let state = name.contains("lstm") ? "memory" : "recur-relu"
    let states = (0..<Self.steps - 1).map { step in
      // The memory of the first step is what enters it.
      model.layer("\(state).\(step)") ?? model.layer("entering.\(step)")
    }
    let read = (0..<Self.steps).map { model.layer("x.\($0)") }
    let found = try explain(model, samples, record: (states + read).map { try #require($0) })
    func sum(_ layer: Int?, _ row: Int) throws -> Double {
      total(try #require(found.relevance.first { $0.layer == layer }).values[row])
    }
    for row in 0..<samples.shape[0] {
      let logit = Double(try #require(found.prediction[row].values.max()))
      try #require(logit > 0.01)
      #expect(abs(total(found.input[row]) - logit) < 1e-3 * logit)
      var entered = 0.0
      for step in (0..<Self.steps - 1).reversed() {
        entered += try sum(read[step + 1], row)
        #expect(try abs(sum(states[step], row) + entered - logit) < 1e-3 * logit, "step \(step)")
      }
    }
  }

  @Test(arguments: ["gru", "lstm"]) func theLedgerSaysWhatUsualNetworksKeep(_ name: String) throws {
    var measure = Architecture.Measure(input: [6, 3], outputs: 4)
    measure.hidden = [5]
    let model = try #require(Architecture.named(name)).model(seed: 1, measure: measure)
    var propagation = RelevancePropagation(try #require(Composite.named("epsilon-plus")))
    propagation.wanted = [.input, .ledger]
    let found = try propagation.explain(
      model, samples: Inputs(samples([3, 6, 3])), conditions: [Condition()], executor: executor)
    for row in 0..<3 {
      let ledger = found.ledger[row]
      let start = Double(try #require(ledger.first).arrived)
      let kept = ledger.reduce(0.0) { $0 + Double($1.bias) + Double($1.zeroDenominator) + Double($1.rest) }
      #expect(abs(start - total(found.input[row]) - kept) < 1e-4 * abs(start))
    }
  }

  @Test func nothingSpeaksForAClassWithANegativeLogit() throws {
    let model = try network("deep")
    let samples = samples([1, 1, 6, 3 * Self.steps])
    let logits = try model.predict(Inputs(samples), executor: executor).values
    let worst = try #require(logits.indices.min { logits[$0] < logits[$1] })
    try #require(logits[worst] < 0)
    var settings = MethodSettings()
    settings.rules = self.settings()
    let method = try #require(NamedMethod.all.first { $0.name == "dtd" }).make(settings)
    func explain(_ label: Int) throws -> Tensor {
      try method.attribute(Question(model, Inputs(samples), target: .classes([label]), executor: executor))
        .values
    }
    #expect(try explain(worst).values.allSatisfy { $0 == 0 })
    let best = try #require(logits.indices.max { logits[$0] < logits[$1] })
    #expect(try abs(total(explain(best)) - Double(logits[best])) < 1e-3 * Double(logits[best]))
  }

  // MARK: The formulas, written out in loops

  @Test func shallowAgreesWithLoops() throws {
    let model = try network("shallow")
    let (hidden, recur) = (try Dense(model, "hidden.0"), try Dense(model, "recur.0"))
    try agree(model) { xs, head in
      var states = [[Double](repeating: 0, count: recur.outputs)]
      var hiddens: [[Double]] = []
      for x in xs {
        hiddens.append(hidden(x + states[states.count - 1]).map { max(0, $0) })
        states.append(recur(hiddens[hiddens.count - 1]).map { max(0, $0) })
      }
      var (arriving, read): ([Double], [[Double]]) = (head(hiddens[xs.count - 1]), [])
      for step in xs.indices.reversed() {
        let both = hidden.handBack(arriving, to: xs[step] + states[step], reading: xs[step].count)
        read.insert(Array(both[..<xs[step].count]), at: 0)
        if step > 0 { arriving = recur.handBack(Array(both[xs[step].count...]), to: hiddens[step - 1]) }
      }
      return read
    }
  }

  @Test func gatedMemoryAgreesWithLoops() throws {
    let model = try network("r-lstm")
    let (reading, gates, new) = (
      try Dense(model, "in"), try Dense(model, "gates.0"), try Dense(model, "new.0")
    )
    let units = new.outputs
    try agree(model) { xs, head in
      let ins = xs.map { reading($0).map { max(0, $0) } }
      var (states, memories) = (
        [[Double](repeating: 0, count: units)], [[Double](repeating: 0, count: units)]
      )
      var kept: [[Double]] = []
      for x in ins {
        let (both, memory) = (x + states[states.count - 1], memories[memories.count - 1])
        let all = gates(both).map { 1 / (1 + exponential(-$0)) }
        kept.append((0..<units).map { all[units + $0] * memory[$0] })
        let entering = zip(all, new(both)).map { $0 * max(0, $1) }
        memories.append(zip(kept[kept.count - 1], entering).map { $0 + $1 })
        states.append((0..<units).map { all[2 * units + $0] * memories[memories.count - 1][$0] })
      }
      var (arriving, read): ([Double], [[Double]]) = (head(states[xs.count]), [])
      for step in xs.indices.reversed() {
        let shares = (0..<units).map { unit in
          memories[step + 1][unit] == 0 ? 0 : kept[step][unit] / memories[step + 1][unit]
        }
        let handed = new.handBack(
          zip(arriving, shares).map { $0 * (1 - $1) }, to: ins[step] + states[step])
        let size = ins[step].count
        read.insert(reading.handBack(Array(handed[..<size]), to: xs[step], reading: xs[step].count), at: 0)
        arriving = (0..<units).map { arriving[$0] * shares[$0] + handed[size + $0] }
      }
      return read
    }
  }

  /// Compares with what loops make of the columns of each step, and of the relevance of the state of the last one.
  private func agree(
    _ model: Model, _ loops: (_ xs: [[Double]], _ head: ([Double]) -> [Double]) -> [[Double]]
  ) throws {
    let samples = samples([3, 1, 6, 3 * Self.steps])
    let found = try explain(model, samples)
    let last = try Dense(model, "logits")
    func pixel(_ step: Int, _ entry: Int) -> Int { entry / 3 * 3 * Self.steps + step * 3 + entry % 3 }
    for row in 0..<3 {
      let xs = (0..<Self.steps).map { step in
        (0..<18).map { Double(samples[row].values[pixel(step, $0)]) }
      }
      let read = loops(xs) { state in
        let logits = last(state)
        let best = logits.max() ?? 0
        return last.handBack(logits.map { $0 == best ? max(0, best) : 0 }, to: state)
      }
      var expected = [Double](repeating: 0, count: 18 * Self.steps)
      for (step, values) in read.enumerated() {
        for (entry, value) in values.enumerated() { expected[pixel(step, entry)] = value }
      }
      #expect(distance(found.input[row], expected) < 1e-4)
    }
  }
}

private func total(_ tensor: Tensor) -> Double { tensor.values.reduce(0) { $0 + Double($1) } }

/// By its series, after halvings that are squared away.
private func exponential(_ x: Double) -> Double {
  var (term, sum) = (1.0, 1.0)
  for n in 1...20 {
    term *= x / 1024 / Double(n)
    sum += term
  }
  return (0..<10).reduce(sum) { power, _ in power * power }
}

/// A dense layer in loops.
private struct Dense {
  let weights: [[Double]]
  let bias: [Double]
  var outputs: Int { weights.count }

  init(_ model: Model, _ name: String) throws {
    let layer = model.layers[try #require(model.layer(name))]
    let operation = try #require(layer.operation as? Linear)
    let values = operation.weights.tensor.values.map { Double($0) }
    let inputs = operation.weights.shape[1]
    weights = stride(from: 0, to: values.count, by: inputs).map { Array(values[$0..<$0 + inputs]) }
    bias = try #require(operation.bias).tensor.values.map { Double($0) }
  }

  func callAsFunction(_ x: [Double]) -> [Double] {
    weights.indices.map { j in x.indices.reduce(bias[j]) { $0 + weights[j][$1] * x[$1] } }
  }

  /// z⁺, and the z-box of -1 and 1 for the first entries, which are the input's: R_i = Σ_j c_ij R_j / Σ_i c_ij.
  func handBack(_ relevance: [Double], to x: [Double], reading count: Int = 0) -> [Double] {
    var handed = [Double](repeating: 0, count: x.count)
    for (j, row) in weights.enumerated() where relevance[j] != 0 {
      let parts = x.indices.map { i in
        i < count ? x[i] * row[i] + max(0, row[i]) - min(0, row[i]) : x[i] * max(0, row[i])
      }
      let all = parts.reduce(0, +)
      for i in x.indices where all > 0 { handed[i] += parts[i] / all * relevance[j] }
    }
    return handed
  }
}
