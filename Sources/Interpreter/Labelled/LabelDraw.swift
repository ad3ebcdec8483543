import Data
import Tensors

/// Which samples of a data set concepts are learned from, and which they are judged by: a seeded draw without overlap.
struct LabelDraw: Codable, Hashable, Sendable {
  /// Those whose labels are looked at.
  let labelled: [Int]
  /// Those that are read without their labels.
  let unlabelled: [Int]
  /// Those from which the model from concepts to classes is learned, by what the network says; every concept of theirs is
  /// known, too.
  let modelled: [Int]
  /// Those that all is judged by; every concept of theirs is known.
  let judged: [Int]

  /// From here on, one for each concept, labels are made wrong.
  static let noiseStream: UInt64 = 100

  private static let mostModelled = 4000
  private static let mostJudged = 2000

  /// Of samples whose concepts were predicted elsewhere.
  init(modelled: [Int], judged: [Int]) {
    (labelled, unlabelled) = ([], [])
    (self.modelled, self.judged) = (modelled, judged)
  }

  /// Of what is left behind the labelled and unlabelled samples a third judges.
  init(_ concepts: ConceptLabels, budget: Int, unlabelled: Int, seed: UInt64) throws(Mistake) {
    var random = Random(seed: seed, stream: 5)
    let order = random.shuffled(0..<concepts.count)
    guard budget + unlabelled + 20 <= order.count else {
      throw .failed(
        "budget=\(budget) and unlabelled=\(unlabelled) of \(order.count) samples leave too few to judge by: take at most "
          + "\(max(0, order.count - 20)) together")
    }
    let rest = order.dropFirst(budget + unlabelled)
    let judged = rest.filter(concepts.isComplete).prefix(min(Self.mostJudged, max(10, rest.count / 3)))
    guard judged.count >= 10 else {
      throw .failed(
        "only \(judged.count) of the samples left have labels of all concepts, and 10 at least have to judge")
    }
    let held = Set(judged)
    self.labelled = order.prefix(budget).sorted()
    self.unlabelled = order.dropFirst(budget).prefix(unlabelled).sorted()
    self.judged = judged.sorted()
    modelled = rest.filter { !held.contains($0) && concepts.isComplete($0) }.prefix(Self.mostModelled).sorted()
  }
}
