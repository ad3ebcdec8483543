import Programs
import Tensors

/// Collects the results of several programs, each for some of the conditions, into the rows of one attribution.
struct AttributionRows {
  let samples: Int
  let conditions: Int
  private var byRow: [String: Tensor] = [:]
  private var bySample: [String: Tensor] = [:]
  private var ledgerLayers: [[Int]]

  init(samples: Int, conditions: Int) {
    self.samples = samples
    self.conditions = conditions
    ledgerLayers = Array(repeating: [], count: conditions)
  }

  /// - Throws: ``AttributionError/notFinite(_:)`` where a result is not a number.
  mutating func place(
    _ results: [String: Tensor], of program: RelevanceProgram, at members: [Int]
  ) throws(AttributionError) {
    for output in program.program.outputs {
      let type = program.program.nodes[output.node].type
      guard let result = results[output.name] else { continue }
      if result.firstNonFinite != nil {
        throw .notFinite(Self.places[output.name] ?? output.name)
      }
      if output.name.hasPrefix("activation/") || output.name == "prediction" {
        bySample[output.name] = bySample[output.name] ?? result.spread(type, samples: samples, conditions: 1)
        continue
      }
      let spread = result.spread(type, samples: samples, conditions: members.count)
      let size = type.shape.count
      var rows = byRow[output.name]?.values ?? [Float](repeating: 0, count: samples * conditions * size)
      for sample in 0..<samples {
        for (column, member) in members.enumerated() {
          let from = (sample * members.count + column) * size
          let to = (sample * conditions + member) * size
          rows.replaceSubrange(to..<to + size, with: spread.values[from..<from + size])
        }
      }
      byRow[output.name] = Tensor([samples * conditions] + type.shape, rows)
    }
    for member in members { ledgerLayers[member] = program.ledgerLayers }
  }

  private static let places = [
    "heatmap": "the heatmap", "input": "the relevance of the input", "prediction": "the prediction",
  ]

  func attribution(record: [Int], assignments: [RuleAssignment]) -> Attribution {
    func values(_ kind: String, _ from: [String: Tensor]) -> [Attribution.LayerValues] {
      record.compactMap { layer in
        from["\(kind)/\(layer)"].map { Attribution.LayerValues(layer: layer, values: $0) }
      }
    }
    func sum(_ layer: Int, _ name: String, row: Int) -> Float {
      byRow["ledger/\(layer)/\(name)"]?.values[row] ?? 0
    }
    return Attribution(
      samples: samples, conditions: conditions,
      input: byRow["input"] ?? Tensor([0], []), heatmap: byRow["heatmap"] ?? Tensor([0], []),
      relevance: values("relevance", byRow), activation: values("activation", bySample),
      channels: values("channels", byRow),
      prediction: bySample["prediction"] ?? Tensor([0], []), assignments: assignments,
      ledger: (0..<samples * conditions).map { row in
        ledgerLayers[row % conditions].map { layer in
          LedgerEntry(
            layer: layer, arrived: sum(layer, "arrived", row: row),
            masked: sum(layer, "arrived", row: row) - sum(layer, "passed", row: row),
            handedOn: sum(layer, "handed", row: row), bias: sum(layer, "bias", row: row),
            zeroDenominator: sum(layer, "zero", row: row))
        }
      })
  }
}

extension Tensor {
  /// A result along both leading axes, repeated along those that it does not vary with.
  fileprivate func spread(_ type: Type, samples: Int, conditions: Int) -> Tensor {
    let size = type.shape.count
    let perSample = type.leading.contains(.sample)
    let perCondition = type.leading.contains(.condition)
    let columns = perCondition ? conditions : 1
    if perSample && columns == conditions { return reshaped([samples * conditions] + type.shape) }
    var spread: [Float] = []
    spread.reserveCapacity(samples * conditions * size)
    for sample in 0..<samples {
      for condition in 0..<conditions {
        let row = (perSample ? sample * columns : 0) + (perCondition ? condition : 0)
        spread += values[row * size..<(row + 1) * size]
      }
    }
    return Tensor([samples * conditions] + type.shape, spread)
  }
}

extension Attribution {
  /// Attributions of one condition each, one below the other.
  static func joined(_ parts: [Attribution]) -> Attribution {
    func joined(_ values: (Attribution) -> [LayerValues]) -> [LayerValues] {
      values(parts[0]).indices.map { index in
        LayerValues(
          layer: values(parts[0])[index].layer, values: .joined(parts.map { values($0)[index].values }))
      }
    }
    return Attribution(
      samples: parts.count, conditions: 1, input: .joined(parts.map(\.input)),
      heatmap: .joined(parts.map(\.heatmap)),
      relevance: joined(\.relevance), activation: joined(\.activation), channels: joined(\.channels),
      prediction: .joined(parts.map(\.prediction)), assignments: parts[0].assignments,
      ledger: parts.flatMap(\.ledger))
  }
}
