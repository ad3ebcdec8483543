import Programs
import Tensors

/// A recurrent network by its wiring, unrolled over the steps of its input, which share their weights.
///
/// Pictures [channels, height, width] are cut into steps of some columns, [steps, features] into their rows. All values
/// between are at least 0, and biases of what makes them at most 0, as deep Taylor decomposition asks for. Chormai 2018.
enum WiredNetwork {
  static func draw(
    _ wiring: Wiring, _ drawing: inout Drawing, _ measure: Architecture.Measure
  ) -> Drawing.Signal {
    var network = Unrolled(drawing: drawing, measure: measure)
    let output = network.draw(wiring)
    drawing = network.drawing
    return output
  }

  private struct Unrolled {
    var drawing: Drawing
    let measure: Architecture.Measure
    private var draws = 0

    init(drawing: Drawing, measure: Architecture.Measure) {
      (self.drawing, self.measure) = (drawing, measure)
    }

    mutating func draw(_ wiring: Wiring) -> Drawing.Signal {
      var (steps, count) = read(wiring)
      var x: Drawing.Signal? = steps.isEmpty ? nil : steps[0]
      for (index, part) in wiring.front.enumerated() {
        guard case .in(let features) = part, let read = x else { continue }
        x = dense(read, name("in", index, wiring), features)
      }
      if let x, x.shape.rank == 2 {
        steps = (0..<count).map { drawing.append("x.\($0)", Gathering(axis: 0, index: $0), [x]) }
      }
      let state =
        if case .lstm(let units) = wiring.state[0] { lstm(steps, units) } else { plain(steps, wiring.state) }
      var y = state
      for (index, features) in wiring.head.enumerated() {
        y = dense(y, wiring.head.count == 1 ? "out" : "out\(index + 1)", features)
      }
      let weights = drawing.dense("logits", y.shape.count, measure.outputs)
      return drawing.append(
        "logits", Linear(weights: weights.weight, bias: weights.bias, outputAxis: 0), [y])
    }

    private func name(_ name: String, _ index: Int, _ wiring: Wiring) -> String {
      let alike = wiring.front.indices.filter { if case .in = wiring.front[$0] { true } else { false } }
      return alike.count == 1 ? name : "\(name)\((alike.firstIndex(of: index) ?? 0) + 1)"
    }

    // MARK: What steps read

    /// All steps as the rows of one signal, [steps, features], in a list of its own.
    private mutating func read(_ wiring: Wiring) -> (rows: [Drawing.Signal], steps: Int) {
      let input = drawing.start
      guard input.shape.rank == 3 else {
        let steps = input.shape.rank == 2 ? input.shape[0] : 1
        let rows =
          input.shape.rank == 2
          ? input : drawing.append("rows", Reshape(shape: [1, input.shape.count]), [input])
        return ([rows], steps)
      }
      let (channels, height, width) = (input.shape[0], input.shape[1], input.shape[2])
      let columns = measure.columns
      let steps = width / columns
      let front = wiring.front.filter { part in if case .in = part { false } else { true } }
      if front.isEmpty {
        let cut = drawing.append("cut", Reshape(shape: [channels * height, steps, columns]), [input])
        let turned = drawing.append("steps", Transposition(order: [1, 0, 2]), [cut])
        let rows = drawing.append("rows", Reshape(shape: [steps, channels * height * columns]), [turned])
        return ([rows], steps)
      }
      var weights: [Int: (weight: Constant, bias: Constant)] = [:]
      let features = (0..<steps).map { step in
        let slices = [
          Primitive.Slice(start: 0, count: channels), .init(start: 0, count: height),
          .init(start: step * columns, count: columns),
        ]
        var x = drawing.append("columns.\(step)", Slicing(slices: slices), [input])
        var (convolutions, pools) = (0, 0)
        for (index, part) in front.enumerated() {
          switch part {
          case .convolution(let height, let width, let channels):
            convolutions += 1
            let name = "conv\(convolutions)"
            let own =
              weights[index]
              ?? drawing.kernel(name, [channels, x.shape[0], height, width])
            weights[index] = own
            let window = Window(
              kernel: [height, width], strides: [1, 1], padLow: [(height - 1) / 2, (width - 1) / 2],
              padHigh: [height / 2, width / 2])
            x = drawing.append(
              "\(name).\(step)",
              Convolution(
                weights: own.weight, bias: own.bias, window: window, groups: 1, spatialRank: 2,
                hasNonPositiveBias: true), [x])
            x = drawing.append("\(name)-relu.\(step)", Relu(), [x])
          case .pool(let size):
            // The last window of an odd extent reaches beyond the border, where there is nothing.
            let beyond = x.shape.extents[1...].map { (size - $0 % size) % size }
            pools += 1
            let window = Window(
              kernel: [size, size], strides: [size, size], padLow: [0, 0], padHigh: Array(beyond))
            x = drawing.append("pool\(pools).\(step)", SumPool(window: window), [x])
          default: break
          }
        }
        return drawing.append("features.\(step)", Reshape(shape: [1, x.shape.count]), [x])
      }
      let pieces = [Constant?](repeating: nil, count: steps)
      return ([drawing.append("rows", Concatenation(axis: 0, pieces: pieces), features)], steps)
    }

    // MARK: States

    /// h = ReLU(W [x; r]), r = ReLU(V h): the state is r, and what is handed on the last h.
    private mutating func plain(_ steps: [Drawing.Signal], _ parts: [Wiring.Part]) -> Drawing.Signal {
      guard case .hidden(let hidden) = parts[0], case .recurrent(let recurrent) = parts[1] else { return steps[0] }
      let joint = drawing.dense("hidden", steps[0].shape.count + recurrent, hidden)
      let back = drawing.dense("recur", hidden, recurrent)
      let (ofHidden, ofRecurrent) = (nextDraw(steps.count), nextDraw(steps.count))
      var state = drawing.append("recur.start", Repeated(constant: zeros(recurrent)), [steps[0]])
      var output = state
      for (step, x) in steps.enumerated() {
        let both = drawing.append("joined.\(step)", Concatenation(axis: 0, pieces: [nil, nil]), [x, state])
        output = drawing.append("hidden.\(step)", positive(joint), [both])
        output = drawing.append("hidden-relu.\(step)", Relu(), [output], dropout: ofHidden(step))
        if step == steps.count - 1 { break }
        state = drawing.append("recur.\(step)", positive(back), [output])
        state = drawing.append("recur-relu.\(step)", Relu(), [state], dropout: ofRecurrent(step))
      }
      return output
    }

    /// An LSTM without tanh: i, f, o = σ(W [x; h] + b), n = ReLU(V [x; h]); c = f ⊙ c + i ⊙ n; h = o ⊙ c.
    private mutating func lstm(_ steps: [Drawing.Signal], _ units: Int) -> Drawing.Signal {
      let size = steps[0].shape.count + units
      let gates = drawing.dense("gates", size, 3 * units)
      let candidate = drawing.dense("new", size, units)
      let ofState = nextDraw(steps.count)
      var state = drawing.append("state.start", Repeated(constant: zeros(units)), [steps[0]])
      var memory: Drawing.Signal?
      for (step, x) in steps.enumerated() {
        let both = drawing.append("joined.\(step)", Concatenation(axis: 0, pieces: [nil, nil]), [x, state])
        var all = drawing.append(
          "gates.\(step)", Linear(weights: gates.weight, bias: gates.bias, outputAxis: 0), [both])
        all = drawing.append("gates-sigmoid.\(step)", Activation.sigmoid, [all])
        let (input, forget, output) = (0, 1, 2)
        func gate(_ place: Int, _ name: String) -> Drawing.Signal {
          drawing.append("\(name).\(step)", Slicing(slices: [.init(start: place * units, count: units)]), [all])
        }
        var new = drawing.append("new.\(step)", positive(candidate), [both])
        new = drawing.append("new-relu.\(step)", Relu(), [new])
        new = drawing.append("entering.\(step)", Gate(), [new, gate(input, "input-gate")])
        if let before = memory {
          let kept = drawing.append("kept.\(step)", Gate(), [before, gate(forget, "forget-gate")])
          new = drawing.append("memory.\(step)", Arithmetic(sign: .add, constant: nil), [kept, new])
        }
        memory = new
        state = drawing.append(
          "state.\(step)", Gate(), [new, gate(output, "output-gate")], dropout: ofState(step))
      }
      return state
    }

    // MARK: Parts

    /// ReLU(W x + b), b at most 0, along the last axis.
    private mutating func dense(_ x: Drawing.Signal, _ name: String, _ features: Int) -> Drawing.Signal {
      let weights = drawing.dense(name, x.shape.extents.last ?? 1, features)
      let y = drawing.append(name, positive(weights), [x])
      let dropout =
        measure.dropout > 0
        ? Dropout(rate: measure.dropout, draw: draws, persists: measure.persistsDropout && x.shape.rank == 2) : nil
      draws += 1
      return drawing.append("\(name)-relu", Relu(), [y], dropout: dropout)
    }

    private func positive(_ weights: (weight: Constant, bias: Constant)) -> Linear {
      Linear(weights: weights.weight, bias: weights.bias, outputAxis: 0, hasNonPositiveBias: true)
    }

    private func zeros(_ count: Int) -> Constant {
      Constant(Tensor([count], repeating: 0), name: "start")
    }

    /// The dropout of each step: its own, or one for all.
    private mutating func nextDraw(_ steps: Int) -> (Int) -> Dropout? {
      let (first, rate, persists) = (draws, measure.dropout, measure.persistsDropout)
      draws += steps
      return { step in rate > 0 ? Dropout(rate: rate, draw: persists ? first : first + step) : nil }
    }
  }
}
