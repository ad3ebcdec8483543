import Attributions
import Data
import Figures
import Glibc
import Models
import Tensors

/// What a network says about samples.
struct Prediction: Result {
  static let kind = "prediction"
  static let fields: [Field<Prediction>] = [
    Field("logits", "the network's output: [samples, classes]") { .tensor($0.logits) },
    Field("probs", "the probability of each class: [samples, classes]") {
      $0.targets == nil ? .tensor($0.probabilities) : .nothing
    },
    Field("prob", "the probability of y, else of the predicted class") { $0.bySample { $0.1 } },
    Field("class", "the predicted class") { $0.bySample { Double($0.0) } },
    Field("accuracy", "the share of samples whose class is predicted") {
      $0.accuracy.map { .number($0) } ?? .nothing
    },
    Field("error", "of numbers, the mean squared error") { $0.squaredError.map { .number($0) } ?? .nothing },
  ]

  let logits: Tensor
  let probabilities: Tensor
  private let data: Dataset
  private let indices: [Int]
  private let y: Int?

  init(_ run: Run, _ indices: [Int], y: Int?) throws {
    data = try run.currentData()
    logits = try run.logits(of: indices)
    probabilities = try run.currentModel().probabilities(logits)
    self.indices = indices
    self.y = y
  }

  /// What should be predicted, where that is a number and no class.
  private var targets: [Float]? {
    guard logits.shape[1] == 1, let targets = data.targets else { return nil }
    return indices.map { targets[$0] }
  }

  private var squaredError: Double? {
    targets.map { targets in
      zip(targets, logits.values).reduce(0.0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
        / Double(max(1, targets.count))
    }
  }

  private var classes: [Int] { logits.rowArgmax }
  private var classCount: Int { logits.shape[1] }

  private func probability(_ row: Int, _ number: Int) -> Double {
    Double(probabilities.values[row * classCount + number])
  }

  /// A number for one sample, a tensor for several.
  private func bySample(_ number: ((predicted: Int, probability: Double)) -> Double) -> Value {
    if targets != nil { return .nothing }
    let values = classes.enumerated().map { row, predicted in
      number((predicted, probability(row, y ?? predicted)))
    }
    return values.count == 1 ? .number(values[0]) : .tensor(Tensor([values.count], values.map { Float($0) }))
  }

  private var accuracy: Double? {
    data.labels.map { labels in
      let right = zip(indices, classes).count { labels[$0] == $1 }
      return Double(right) / Double(max(1, indices.count))
    }
  }

  /// Whether the one output is a number of its own, not the log odds of a class: nothing of the data is a class.
  private var isNumber: Bool { classCount == 1 && data.labels == nil && data.classes.isEmpty }

  var summary: String {
    if let targets {
      if indices.count > 8 {
        return
          "predictions for \(indices.count) samples; mean squared error \((squaredError ?? 0).text(significant: 4))"
      }
      return indices.indices.map { row in
        "sample \(indices[row]), target \(Double(targets[row]).text(significant: 4)): predicted "
          + Double(logits.values[row]).text(significant: 4)
      }.joined(separator: "\n")
    }
    if isNumber { return numbers }
    if indices.count <= 8 { return indices.indices.map(line).joined(separator: "\n") }
    let quality = accuracy.map { "; \(($0 * 100).text(decimals: 1)) % get the class of their label" } ?? ""
    return "predictions for \(indices.count) samples\(quality)"
  }

  /// "sample 2: output 3.14"
  private var numbers: String {
    let lines = indices.enumerated().prefix(8).map { row, index in
      "sample \(index): output \(Double(logits.values[row]).text(significant: 4))"
    }
    return (lines + (indices.count > 8 ? ["... (\(indices.count) in all)"] : [])).joined(separator: "\n")
  }

  /// "sample 2 is trouser (class 1): predicted trouser 99.9 %, dress 0.1 %"
  private func line(_ row: Int) -> String {
    let label = data.labels.map { " is \(data.className($0[indices[row]]))" } ?? ""
    let order = (0..<classCount).sorted { (probability(row, $0), $1) > (probability(row, $1), $0) }
    var shown = order.prefix(3).filter { $0 == order[0] || probability(row, $0) >= 0.0005 }
    if let y, !shown.contains(y) { shown.append(y) }
    let texts = shown.map { "\(data.className($0)) \((probability(row, $0) * 100).text(decimals: 1)) %" }
    return "sample \(indices[row])\(label): predicted \(texts.joined(separator: ", "))"
  }

  var figure: (any Figure)? {
    get throws {
      guard indices.count == 1, !isNumber, classCount <= 40, targets == nil else { return nil }
      let bars = (0..<classCount).map { Bars.Bar(data.shortName($0), probability(0, $0)) }
      return try Bars(bars, title: "prediction for sample \(indices[0])")
    }
  }

  var table: Table? {
    get throws {
      if let targets {
        return try Table(
          columns: ["sample", "prediction", "target"],
          rows: indices.indices.map {
            [.integer(indices[$0]), .number(logits.values[$0]), .number(targets[$0])]
          })
      }
      if isNumber {
        return try Table(
          columns: ["sample", "output"],
          rows: indices.enumerated().map { row, index in
            [.integer(index), .number(logits.values[row])]
          })
      }
      return try Table(
        columns: ["sample", "class", "name", "probability"] + (data.labels == nil ? [] : ["label"]),
        rows: classes.enumerated().map { row, number in
          let name = data.classes.indices.contains(number) ? data.classes[number] : "\(number)"
          return [
            .integer(indices[row]), .integer(number), .text(name), .number(Float(probability(row, number))),
          ] + (data.labels.map { [.integer($0[indices[row]])] } ?? [])
        })
    }
  }

  var tensor: Tensor? { logits }
  var archive: [(key: String, tensor: Tensor)]? {
    [(key: "logits", tensor: logits)] + (targets == nil ? [(key: "probs", tensor: probabilities)] : [])
  }
}

extension Model {
  /// The probabilities that the network's outputs stand for: themselves where it ends in a softmax already, their
  /// exponentials after a logarithmic one.
  func probabilities(_ outputs: Tensor) -> Tensor {
    guard layers[output].operation.kind == .softmax else { return outputs.softmax }
    return outputs.values.contains { $0 < 0 } ? outputs.map { exp($0) } : outputs
  }
}

extension Tensor {
  /// exp(x) over the sum of exp(x) in each row, summed in Float64; for a single column 1 / (1 + exp(-x)).
  var softmax: Tensor {
    let columns = shape[1]
    if columns == 1 { return map { 1 / (1 + exp(-$0)) } }
    var result = self
    for row in 0..<shape[0] {
      let range = row * columns..<(row + 1) * columns
      let highest = Double(values[range].max() ?? 0)
      let powers = values[range].map { exp(Double($0) - highest) }
      let total = powers.reduce(0, +)
      for (offset, power) in powers.enumerated() {
        result.values[range.lowerBound + offset] = Float(power / total)
      }
    }
    return result
  }
}
