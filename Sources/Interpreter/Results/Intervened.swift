import Attributions
import Concepts
import Data
import Figures
import Models
import Tensors

/// What the network predicts before and after a change to a layer.
struct Intervened: Result {
  static let kind = "intervention"
  static let fields: [Field<Intervened>] = [
    Field("before", "the probabilities before: [samples, classes]") { .tensor($0.before) },
    Field("after", "the probabilities after: [samples, classes]") { .tensor($0.after) },
    Field("logits", "the logits after: [samples, classes]") { .tensor($0.outcome.after) },
    Field("prob", "the probability of y after") { $0.bySample($0.after) },
    Field("prob_before", "the probability of y before") { $0.bySample($0.before) },
    Field("class", "the class predicted after") { result in
      result.numbers(result.outcome.after.rowArgmax.map(Double.init))
    },
    Field("kept", "the share of samples whose predicted class stayed") { .number($0.kept) },
    Field("activation", "the layer's output after: [samples] + its shape") { .tensor($0.outcome.activationAfter) },
  ]

  private let outcome: Intervention.Outcome
  private let before: Tensor
  private let after: Tensor
  private let text: String
  private let y: Int?
  private let indices: [Int]
  private let data: Dataset

  init(
    _ outcome: Intervention.Outcome, text: String, y: Int?, indices: [Int], model: Model, data: Dataset
  ) {
    (self.outcome, self.text, self.y, self.indices, self.data) = (outcome, text, y, indices, data)
    before = model.probabilities(outcome.before)
    after = model.probabilities(outcome.after)
  }

  /// A number for one sample, a tensor for several.
  private func numbers(_ values: [Double]) -> Value {
    values.count == 1 ? .number(values[0]) : .tensor(Tensor([values.count], values.map { Float($0) }))
  }

  private func bySample(_ probabilities: Tensor) -> Value {
    numbers(outcome.before.rowArgmax.enumerated().map { row, predicted in
      Double(probabilities[row].values[y ?? predicted])
    })
  }

  private var kept: Double {
    let same = zip(outcome.before.rowArgmax, outcome.after.rowArgmax).count { $0 == $1 }
    return Double(same) / Double(max(1, indices.count))
  }

  var summary: String {
    if indices.count > 8 {
      return "\(text): \((kept * 100).text(decimals: 1)) % of \(indices.count) samples keep their predicted class"
    }
    return ([text] + indices.indices.map(line)).joined(separator: "\n")
  }

  /// "sample 2: trouser logit 9.6 -> 7.1, 99.9 % -> 62.0 %; predicted dress 35.1 %"
  private func line(_ row: Int) -> String {
    func percent(_ tensor: Tensor, _ label: Int) -> String {
      "\((Double(tensor[row].values[label]) * 100).text(decimals: 1)) %"
    }
    func logit(_ tensor: Tensor, _ label: Int) -> String { Double(tensor[row].values[label]).text(significant: 3) }
    let (was, now) = (y ?? outcome.before.rowArgmax[row], outcome.after.rowArgmax[row])
    let change = "sample \(indices[row]): \(data.className(was)) logit "
      + "\(logit(outcome.before, was)) -> \(logit(outcome.after, was)), "
      + "\(percent(before, was)) -> \(percent(after, was))"
    return now == was
      ? "\(change); \(outcome.before.rowArgmax[row] == now ? "still" : "now") predicted"
      : "\(change); predicted \(data.className(now)) \(percent(after, now))"
  }

  /// Logits, since they show a change where probabilities are next to 0 or 1.
  var figure: (any Figure)? {
    get throws {
      guard indices.count == 1, before.shape[1] <= 40 else { return nil }
      return try BeforeAfter(
        labels: (0..<before.shape[1]).map { data.shortName($0) },
        before: outcome.before.values.map { Double($0) }, after: outcome.after.values.map { Double($0) },
        title: "logits of sample \(indices[0]): \(text)")
    }
  }

  var table: Table? {
    get throws {
      var rows: [[Table.Cell]] = []
      for (row, index) in indices.enumerated() {
        for label in 0..<before.shape[1] {
          rows.append([
            .integer(index), .integer(label), .text(data.className(label)),
            .number(before[row].values[label]), .number(after[row].values[label]),
          ])
        }
      }
      return try Table(columns: ["sample", "class", "name", "before", "after"], rows: rows)
    }
  }

  var tensor: Tensor? { outcome.after }

  var archive: [(key: String, tensor: Tensor)]? {
    [
      (key: "logits/before", tensor: outcome.before), (key: "logits/after", tensor: outcome.after),
      (key: "activation/before", tensor: outcome.activationBefore),
      (key: "activation/after", tensor: outcome.activationAfter),
    ]
  }
}
