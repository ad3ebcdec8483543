import Attributions
import Execution
import Models
import Tensors

extension Area {
  static let mobileNet = network(Networks.mobileNet, "Sandler et al. 2018: depthwise convolutions") {
    [.forward($0, 1), .forward($0, 16), .condition($0, 1), .condition($0, 8)]
  }

  static let resNet = network(Networks.resNet, "He et al. 2016: residuals and batch norm") {
    [.forward($0, 1), .forward($0, 16), .condition($0, 1), .condition($0, 8), .rank($0, 64)]
  }

  static let vgg = network(Networks.vgg, "Simonyan, Zisserman 2015: large convolutions") {
    [
      .forward($0, 1), .forward($0, 16), .gradient($0), .condition($0, 1), .condition($0, 8),
      .condition($0, 512),
    ]
  }

  private static func network(
    _ network: Networks.Entry, _ summary: String,
    _ measurements: @escaping @Sendable (Networks.Entry) -> [Measurement]
  ) -> Area {
    Area(name: network.name, summary: summary) {
      [.load(network), .plan(network)] + measurements(network)
    }
  }
}

extension Measurement {
  static func load(_ network: Networks.Entry) -> Measurement {
    Measurement(name: "\(network.name) load") {
      let path = try Networks.path(network.name)
      return { _ in
        { _ in
          _ = try Model(onnx: path)
          return nil
        }
      }
    }
  }

  /// The plan of a pass with one condition, by an executor that knows nothing yet.
  static func plan(_ network: Networks.Entry) -> Measurement {
    Measurement(name: "\(network.name) plan") {
      let work = try Explanation(network)
      _ = try work.heatmaps(Networks.images(1, repetition: 0), 1, .silent)
      guard let run = work.executor.lastRun else { throw Failure("nothing was run") }
      return { _ in
        { _ in
          _ = try Executor().plan(run.program, samples: run.samples, conditions: run.conditions)
          return nil
        }
      }
    }
  }

  static func forward(_ network: Networks.Entry, _ count: Int) -> Measurement {
    Measurement(
      name: "\(network.name) forward \(count)",
      counterpart: .samples(count, of: network, work: ["forward"])
    ) {
      let (model, executor) = (try Networks.model(network.name), Executor())
      return { repetition in
        let images = Networks.images(count, repetition: repetition)
        return { try model.predict(Inputs(images), executor: executor, monitor: $0) }
      }
    }
  }

  static func gradient(_ network: Networks.Entry) -> Measurement {
    Measurement(
      name: "\(network.name) gradient 1",
      counterpart: .samples(1, of: network, work: ["gradient"])
    ) {
      let (model, executor) = (try Networks.model(network.name), Executor())
      let composite = try RelevancePropagation.epsilonPlusFlat.composite
      guard let gradient = NamedMethod.all.first(where: { $0.name == "gradient" }) else {
        throw Failure("there is no method gradient")
      }
      let method = gradient.make(MethodSettings(composite: composite))
      return { repetition in
        let images = Networks.images(1, repetition: repetition)
        return {
          try method.attribute(
            Question(
              model, Inputs(images), target: .classes([Networks.target]), executor: executor, monitor: $0)
          ).values
        }
      }
    }
  }

  static func condition(_ network: Networks.Entry, _ count: Int) -> Measurement {
    var measurement = Measurement(name: "\(network.name) condition \(count)") {
      let work = try Explanation(network)
      return { repetition in
        let images = Networks.images(1, repetition: repetition)
        return { try work.heatmaps(images, count, $0) }
      }
    }
    // The peer would take minutes for hundreds.
    if count <= 8 {
      measurement.counterpart = .samples(
        1, of: network, work: ["condition", "generate"], channels: Array(0..<count))
    }
    return measurement
  }

  static func rank(_ network: Networks.Entry, _ count: Int) -> Measurement {
    Measurement(name: "\(network.name) rank \(count)", repetitions: 2) {
      let work = try Explanation(network)
      return { repetition in
        let images = Networks.images(count, repetition: repetition)
        return {
          try work.propagation.rank(
            work.model, samples: Inputs(images), layer: work.layer, target: .predicted,
            executor: work.executor,
            monitor: $0)
        }
      }
    }
  }
}

/// Conditions on single channels of a network's layer.
struct Explanation {
  let model: Model
  let layer: Int
  let propagation: RelevancePropagation
  let executor = Executor()

  init(_ network: Networks.Entry) throws {
    model = try Networks.model(network.name)
    guard let layer = model.layer(network.layer) else {
      throw Failure("\(network.name) has no layer \(network.layer)")
    }
    self.layer = layer
    propagation = try .epsilonPlusFlat
  }

  func heatmaps(_ images: Tensor, _ count: Int, _ monitor: Monitor) throws -> Tensor {
    let conditions = (0..<count).map {
      Condition(units: [Unit(layer: layer, channels: [$0])], target: .classes([Networks.target]))
    }
    return try propagation.explain(
      model, samples: Inputs(images), conditions: conditions, executor: executor, monitor: monitor
    ).heatmap
  }
}
