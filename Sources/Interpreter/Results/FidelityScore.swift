import Attributions
import Concepts
import Data
import Figures
import Models

/// How well the extracted concepts stand for their layer.
struct Fidelity: Result {
  static let kind = "fidelity"
  static let fields: [Field<Fidelity>] = [
    Field("kept", "the share of predictions kept when the layer is replaced by what its concepts rebuild") {
      .number($0.fidelity.kept)
    },
    Field("chance", "the share kept when the layer is replaced by zeros") { .number($0.fidelity.chance) },
    Field("explained", "the share of the layer's activation that the concepts explain") { .number($0.explained) },
    Field("accuracy", "the share of predictions that are right with the rebuilt layer") {
      $0.fidelity.rebuiltAccuracy.map { .number($0) } ?? .nothing
    },
  ]

  private let fidelity: ConceptFidelity
  private let explained: Double
  private let head: String

  init(_ run: Run) throws {
    let (model, data) = (try run.currentModel(), try run.currentData())
    guard let concepts = run.session.concepts else {
      throw Mistake.failed("no concepts have been extracted yet; write first: extract concepts k=3")
    }
    fidelity = try concepts.fidelity(model, Samples(data), executor: run.executor, monitor: run.monitor)
    explained = concepts.explained
    head = "\(concepts.count) concepts in place of layer \(model.layers[concepts.layer].name)"
  }

  var summary: String {
    func percent(_ share: Double) -> String { "\((share * 100).text(decimals: 1)) %" }
    let right = fidelity.rebuiltAccuracy.flatMap { rebuilt in
      fidelity.accuracy.map { "; accuracy \(percent($0)) -> \(percent(rebuilt))" }
    }
    return "\(head): \(percent(fidelity.kept)) of \(fidelity.samples) predictions kept "
      + "(\(percent(fidelity.chance)) with zeros in its place)\(right ?? "")"
  }

  var table: Table? {
    get throws {
      try Table(
        columns: ["samples", "kept", "chance", "explained"],
        rows: [[
          .integer(fidelity.samples), .number(fidelity.kept), .number(fidelity.chance), .number(explained),
        ]])
    }
  }
}
