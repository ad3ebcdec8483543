import Attributions
import Concepts
import Data
import Execution
import Models
import Tensors

extension Area {
  static let bundled = Area(name: "bundled", summary: "the network and the images that a bare load brings") {
    [
      Measurement(name: "bundled load") {
        { _ in
          { _ in
            _ = try Bundle()
            return nil
          }
        }
      },
      Measurement(name: "bundled forward 512") {
        let bundle = try Bundle()
        return { _ in
          let images = try bundle.data.samples(0..<512)
          return { try bundle.model.predict(Inputs(images), executor: bundle.executor, monitor: $0) }
        }
      },
      Measurement(name: "bundled condition 1", prepare: conditions(50..<51)),
      Measurement(name: "bundled condition 64", prepare: conditions(0..<64)),
      Measurement(name: "bundled rank \(ranked.count)") {
        let bundle = try Bundle()
        let data = try Dataset.load(ranked.name)
        return { _ in
          let images = try data.samples(0..<data.count)
          return { monitor in
            try bundle.propagation.rank(
              bundle.model, samples: Inputs(images), layer: 4, target: .predicted, executor: bundle.executor,
              monitor: monitor)
          }
        }
      },
      Measurement(name: "bundled concepts 3", repetitions: 1) {
        let bundle = try Bundle()
        return { _ in
          { monitor in
            let samples = Samples(count: bundle.data.count, labels: bundle.data.labels) {
              Inputs(try bundle.data.samples($0))
            }
            _ = try ConceptDiscovery(count: 3).concepts(
              in: 7, of: bundle.model, samples, executor: bundle.executor, monitor: monitor)
            return nil
          }
        }
      },
    ]
  }

  /// The 10,000 test images, where Debian's package brings them.
  private static var ranked: (name: String, count: Int) {
    for name in ["fashion-mnist", "fashion-mnist-512"] {
      if let header = try? Dataset.header(name) { return (name, header.count) }
    }
    return ("fashion-mnist-512", 512)
  }

  private static func conditions(_ channels: Range<Int>) -> @Sendable () throws -> Measurement.Work {
    {
      let bundle = try Bundle()
      return { repetition in
        let sample = try bundle.data.samples([2 + repetition])
        let conditions = channels.map {
          Condition(units: [Unit(layer: 4, channels: [$0])], target: .classes([1]))
        }
        return { monitor in
          try bundle.propagation.explain(
            bundle.model, samples: Inputs(sample), conditions: conditions, executor: bundle.executor, monitor: monitor
          ).heatmap
        }
      }
    }
  }
}

private struct Bundle {
  let model: Model
  let data: Dataset
  let propagation: RelevancePropagation
  let executor = Executor()

  init() throws {
    model = try Model(onnx: Bundled.path("model.onnx"))
    data = try Dataset.load("fashion-mnist-512")
    propagation = try .epsilonPlusFlat
  }
}
