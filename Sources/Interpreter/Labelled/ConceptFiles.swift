import Concepts
import Data
import Execution
import Figures
import Tensors

/// What another program predicted of concepts and classes, in the files that CME's own programs exchange: `c_true`, `c_pred`
/// [N, concepts] and `y_true`, `y_pred` [N], each `.npy`, in one folder.
///
/// Predicted concepts may be probabilities of concepts with two values.
struct ConceptFiles {
  private let truth: [[Int]]
  private let prediction: ConceptPredictors.Prediction
  private let labels: [Int]
  private let network: [Int]
  private let counts: [Int]
  private let classes: Int
  private let path: String

  /// The share of samples from which the way from concepts to classes is learned; the others judge. Kazhdan et al. 2020.
  private static let shareLearned = 0.3

  init(_ path: String) throws {
    self.path = path
    func read(_ name: String, rank: Int) throws -> Tensor {
      let file = "\(path)/\(name).npy"
      let array = try NPY.read(file).tensor
      // A column of classes is as good as a list.
      let tensor = rank == 1 && array.rank == 2 && array.shape[1] == 1 ? array.reshaped([array.count]) : array
      guard tensor.rank == rank, tensor.count > 0 else {
        throw Mistake.failed(
          "'\(file)' has shape \(array.shape) and should have \(rank == 1 ? "[samples]" : "[samples, concepts]")")
      }
      return tensor
    }
    func whole(_ tensor: Tensor, _ name: String) throws -> [Int] {
      try tensor.values.enumerated().map { index, value in
        guard let number = Int(exactly: value), (0..<10_000).contains(number) else {
          throw Mistake.failed(
            "'\(path)/\(name).npy' has \(Double(value).text(significant: 6)) at entry \(index), and concepts and classes are whole numbers from 0"
          )
        }
        return number
      }
    }
    let (cTrue, cPred) = (try read("c_true", rank: 2), try read("c_pred", rank: 2))
    guard cTrue.shape == cPred.shape else {
      throw Mistake.failed(
        "in '\(path)' c_true has shape \(cTrue.shape) and c_pred \(cPred.shape), which should be the same")
    }
    labels = try whole(read("y_true", rank: 1), "y_true")
    network = try whole(read("y_pred", rank: 1), "y_pred")
    let (samples, width) = (cTrue.shape[0], cTrue.shape[1])
    for (name, count) in [("y_true", labels.count), ("y_pred", network.count)] where count != samples {
      throw Mistake.failed("in '\(path)' \(name) has \(count) samples and c_true \(samples)")
    }
    guard samples >= 20 else {
      throw Mistake.failed("'\(path)' has \(samples) samples, and 20 at least are needed to learn from some and judge by others")
    }
    let known = try whole(cTrue, "c_true")
    let truth = (0..<samples).map { Array(known[$0 * width..<($0 + 1) * width]) }
    self.truth = truth
    let areProbabilities = cPred.values.contains { $0.rounded() != $0 }
    if areProbabilities {
      guard cPred.values.allSatisfy({ (0...1).contains($0) }), known.allSatisfy({ $0 < 2 }) else {
        throw Mistake.failed(
          "'\(path)/c_pred.npy' has numbers that are not whole: they are read as probabilities of concepts with the values 0 and 1, which these are not"
        )
      }
      counts = [Int](repeating: 2, count: width)
      let chosen = (0..<samples).map { sample in
        (0..<width).map { cPred.values[sample * width + $0] >= 0.5 ? 1 : 0 }
      }
      prediction = .init(
        values: chosen,
        probabilities: (0..<width).map { concept in
          Tensor(
            [samples, 2],
            (0..<samples).flatMap { sample -> [Float] in
              let value = cPred.values[sample * width + concept]
              return [1 - value, value]
            })
        })
    } else {
      let said = try whole(cPred, "c_pred")
      let values = (0..<samples).map { Array(said[$0 * width..<($0 + 1) * width]) }
      let counts = (0..<width).map { concept in
        max(2, 1 + max(truth.map { $0[concept] }.max() ?? 0, values.map { $0[concept] }.max() ?? 0))
      }
      self.counts = counts
      prediction = .init(certain: values, counts: counts)
    }
    classes = 1 + max(labels.max() ?? 0, network.max() ?? 0)
  }

  /// The way from concepts to classes learned from a seeded part of the samples, and judged by the others.
  func learned(seed: UInt64, monitor: Monitor) throws -> LearnedConcepts {
    var random = Random(seed: seed, stream: 5)
    let order = random.shuffled(truth.indices)
    let size = Int(Self.shareLearned * Double(order.count))
    let draw = LabelDraw(modelled: order.prefix(size).sorted(), judged: order.dropFirst(size).sorted())
    let modelled = part(draw.modelled)
    let width = counts.count
    return LearnedConcepts(
      reader: .files, method: .files,
      model: try ConceptModel(
        modelled.prediction, labels: modelled.network,
        concepts: (0..<width).map { concept in
          .init(name: "concept \(concept)", values: (0..<counts[concept]).map(String.init))
        }, classes: (0..<classes).map { "class \($0)" }, settings: .init(.logistic), monitor: monitor),
      draw: draw, judged: part(draw.judged), modelled: modelled, seed: seed)
  }

  private func part(_ samples: [Int]) -> LearnedConcepts.Judged {
    .init(
      prediction: .init(
        values: samples.map { prediction.values[$0] }, probabilities: prediction.probabilities.map { $0.rows(samples) }),
      concepts: samples.map { truth[$0] }, network: samples.map { network[$0] }, labels: samples.map { labels[$0] })
  }
}
