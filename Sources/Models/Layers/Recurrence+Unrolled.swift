import Programs
import Tensors

extension Recurrence {
  /// The layer as a network of its own, from [steps, features] to what the layer hands on, in which every step has layers
  /// of its own: what relevance goes through.
  ///
  /// Of each gate and candidate, input and state enter one dense layer together, so that relevance is shared out between
  /// them in one go.
  public func unrolled(steps: Int, features: Int) -> Model {
    var drawing = Drawing(seed: 0, input: [steps, features])
    let passes = directions.indices.map { pass($0, &drawing, steps: steps, features: features) }
    let axis: Shape = isJoined ? [directions.count * units] : [directions.count, units]
    let joined = { (drawing: inout Drawing, signals: [Drawing.Signal], name: String) -> Drawing.Signal in
      drawing.append(
        name, Concatenation(axis: 0, pieces: signals.map { _ in nil }), signals)
    }
    var end: Drawing.Signal
    if output == .states {
      let rows = (0..<steps).map { step in
        let both = joined(&drawing, passes.map { $0[step] }, "states.\(step)")
        return drawing.append("row.\(step)", Reshape(shape: [1] + axis), [both])
      }
      end = joined(&drawing, rows, "states")
    } else {
      // The last step of a direction is the first one in time where it runs backward.
      let ends = zip(passes, directions).map { $1 == .forward ? $0[steps - 1] : $0[0] }
      end = joined(&drawing, ends, "ends")
      end = drawing.append("end", Reshape(shape: axis), [end])
    }
    return Model(name: "steps", inputs: [drawing.input], layers: drawing.layers, output: end.index)
  }

  /// The states of one direction, in the order of time; or, where it is asked for, what the cell remembers.
  private func pass(
    _ index: Int, _ drawing: inout Drawing, steps: Int, features: Int
  ) -> [Drawing.Signal] {
    let cut = Weights(self, direction: index, features: features)
    let zeros = Repeated(constant: Constant(Tensor([units], repeating: 0), name: "start"))
    let name = directions.count == 1 ? "" : directions[index] == .forward ? "forward." : "backward."
    var hidden = drawing.append("\(name)start", zeros, [drawing.start])
    var memory = hidden
    var states = [Drawing.Signal](repeating: hidden, count: steps)
    for step in directions[index] == .forward ? Array(0..<steps) : Array((0..<steps).reversed()) {
      func layer(_ part: String, _ operation: any Operation, _ operands: [Drawing.Signal]) -> Drawing.Signal {
        drawing.append("\(name)\(part).\(step)", operation, operands)
      }
      let x = layer("x", Gathering(axis: 0, index: step), [drawing.start])
      let both = layer("joined", Concatenation(axis: 0, pieces: [nil, nil]), [x, hidden])
      func gate(_ number: Int, _ part: String) -> Drawing.Signal {
        let sum = layer("\(part)-sum", cut.joint(number), [both])
        return layer(part, Activation.sigmoid, [sum])
      }
      func product(_ part: String, _ signal: Drawing.Signal, _ gate: Drawing.Signal) -> Drawing.Signal {
        layer(part, Gate(), [signal, gate])
      }
      func sum(_ part: String, _ x: Drawing.Signal, _ y: Drawing.Signal) -> Drawing.Signal {
        layer(part, Arithmetic(sign: .add, constant: nil), [x, y])
      }
      switch cell {
      case .plain(let function):
        hidden = layer("hidden", function.activation, [layer("sum", cut.joint(0), [both])])
      case .gru(let resetsFirst):
        let (update, reset) = (gate(0, "update"), gate(1, "reset"))
        let candidate: Drawing.Signal
        if resetsFirst {
          let kept = product("reset-state", hidden, reset)
          let joined = layer("reset-joined", Concatenation(axis: 0, pieces: [nil, nil]), [x, kept])
          candidate = layer("candidate", Activation.tanh, [layer("candidate-sum", cut.joint(2), [joined])])
        } else {
          let fed = layer("fed", cut.own(2), [hidden])
          let read = layer("read", cut.input(2), [x])
          candidate = layer(
            "candidate", Activation.tanh, [sum("candidate-sum", read, product("reset-state", fed, reset))])
        }
        let rest = layer(
          "rest", Arithmetic(sign: .subtract, constant: (Constant(Tensor(Float(1)), name: "one"), true)), [update])
        hidden = sum("hidden", product("entering", candidate, rest), product("kept", hidden, update))
      case .lstm:
        let (enters, leaves, keeps) = (gate(0, "input"), gate(1, "output"), gate(2, "forget"))
        let candidate = layer("candidate", Activation.tanh, [layer("candidate-sum", cut.joint(3), [both])])
        memory = sum("memory", product("entering", candidate, enters), product("kept", memory, keeps))
        hidden = product("hidden", layer("memory-tanh", Activation.tanh, [memory]), leaves)
      }
      states[step] = output == .memory ? memory : hidden
    }
    return states
  }

  /// The weights of one direction by gate.
  private struct Weights {
    private let weights: [Float]
    private let recurrent: [Float]
    private let bias: [Float]
    private let features: Int
    private let units: Int
    private let gates: Int

    init(_ layer: Recurrence, direction: Int, features: Int) {
      (self.features, units, gates) = (features, layer.units, layer.cell.gates)
      func part(_ constant: Constant?) -> [Float] {
        guard let values = constant?.tensor.values else { return [] }
        let size = values.count / layer.directions.count
        return Array(values[direction * size..<(direction + 1) * size])
      }
      (weights, recurrent, bias) = (part(layer.weights), part(layer.recurrent), part(layer.bias))
    }

    /// W x + R h + both biases, of [x; h].
    func joint(_ gate: Int) -> Linear {
      let rows = (0..<units).flatMap { unit -> [Float] in
        let row = gate * units + unit
        return Array(weights[row * features..<(row + 1) * features])
          + recurrent[row * units..<(row + 1) * units]
      }
      return linear(rows, zip(biases(gate, 0), biases(gate, 1)).map(+))
    }

    /// W x and its bias.
    func input(_ gate: Int) -> Linear {
      linear(Array(weights[gate * units * features..<(gate + 1) * units * features]), biases(gate, 0))
    }

    /// R h and its bias.
    func own(_ gate: Int) -> Linear {
      linear(Array(recurrent[gate * units * units..<(gate + 1) * units * units]), biases(gate, 1))
    }

    private func biases(_ gate: Int, _ half: Int) -> [Float] {
      guard !bias.isEmpty else { return [] }
      let start = (half * gates + gate) * units
      return Array(bias[start..<start + units])
    }

    private func linear(_ values: [Float], _ biases: [Float]) -> Linear {
      Linear(
        weights: Constant(Tensor([units, values.count / units], values), name: "weight"),
        bias: biases.isEmpty ? nil : Constant(Tensor([units], biases), name: "bias"), outputAxis: 0)
    }
  }
}
