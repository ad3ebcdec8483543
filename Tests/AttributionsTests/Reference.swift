import Foundation
import Models
import Tensors

/// Values that public references computed, from `Tests/Fixtures/lrp-vectors`.
enum Reference {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/lrp-vectors")

  static func model(_ name: String) throws -> Model {
    try Model(onnx: folder.appending(path: "\(name).onnx").path)
  }

  static func rules() throws -> Rules {
    try JSONDecoder().decode(Rules.self, from: Data(contentsOf: folder.appending(path: "vectors_zennit.json")))
  }

  static func conditions() throws -> Conditions {
    try JSONDecoder().decode(
      Conditions.self, from: Data(contentsOf: folder.appending(path: "vectors_crp.json")))
  }

  struct Array: Decodable {
    let shape: [Int]
    let data: [Double]
    var tensor: Tensor { Tensor(Shape(shape), data.map { Float($0) }) }
  }

  struct Rules: Decodable {
    let netA: Net
    let netB: Net
    let attributors_netA: [String: [Double]]
    let stabilize: [String: [Double]]
  }

  struct Net: Decodable {
    let x: Array
    let y: [Double]
    let cases: [String: [Double]]
  }

  struct Conditions: Decodable {
    let cases: [String: Case]
    let generate: Generated
    let concept: [String: [Double]]

    enum CodingKeys: CodingKey { case cases }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      let all = try container.nestedContainer(keyedBy: Name.self, forKey: .cases)
      var cases: [String: Case] = [:]
      for key in all.allKeys where !["generate_conv2_all_y1", "concept_attribute_conv2"].contains(key.stringValue) {
        cases[key.stringValue] = try all.decode(Case.self, forKey: key)
      }
      self.cases = cases
      generate = try all.decode(Generated.self, forKey: Name("generate_conv2_all_y1"))
      concept = try all.decode([String: [Double]].self, forKey: Name("concept_attribute_conv2"))
    }
  }

  struct Case: Decodable {
    let heatmap: Array
    let prediction: [Double]
    let relevances: [String: Array]
  }

  struct Generated: Decodable {
    let heatmap: [Double]
    let conv1: [Double]
  }

  struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}

/// The largest difference over the largest value of the reference; infinite where one is no number.
func distance(_ found: some Collection<Double>, _ reference: some Collection<Double>) -> Double {
  guard found.count == reference.count else { return .infinity }
  let scale = reference.map(abs).max() ?? 0
  let differences = zip(found, reference).map { abs($0 - $1) }
  guard differences.allSatisfy({ $0 <= .greatestFiniteMagnitude }) else { return .infinity }
  let difference = differences.max() ?? 0
  return scale > 0 ? difference / scale : difference
}

func distance(_ found: Tensor, _ reference: some Collection<Double>) -> Double {
  distance(found.values.map(Double.init), reference)
}
