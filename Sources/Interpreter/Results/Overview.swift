import Attributions
import Data
import Figures
import Models

/// What a session has at hand: the model, the data, the chosen samples.
struct Overview: Result {
  static let kind = "session"
  static let fields: [Field<Overview>] = [
    Field("model", "the current model") { $0.model.map { .result($0) } ?? .nothing },
    Field("data", "the current data") { $0.data.map { .result($0) } ?? .nothing },
    Field("tokenizer", "the current tokenizer") { $0.tokenizer.map { .result($0) } ?? .nothing },
    Field("sample", "the chosen samples") { $0.samples.map { .result($0) } ?? .nothing },
    Field("prediction", "the prediction for them") { $0.prediction.map { .result($0) } ?? .nothing },
  ]

  let model: Model?
  private let data: Dataset?
  private let tokenizer: Tokenizer?
  private let samples: SampleSet?
  private let prediction: Prediction?

  /// With `predicting`, the chosen samples are shown with the class that the network gives them.
  init(_ run: Run, predicting: Bool = false) throws {
    model = run.session.model
    data = run.session.data
    tokenizer = run.session.tokenizer
    samples = data.flatMap { data in run.session.chosen.map { SampleSet(data, $0) } }
    prediction = predicting ? try run.session.chosen.map { try Prediction(run, $0, y: nil) } : nil
  }

  var summary: String {
    let parts = [
      model.map { "model \($0.summary)" } ?? "no model yet",
      data.map { "data \($0.line)" } ?? "no data yet",
      tokenizer.map { "tokenizer \($0.summary)" },
      (prediction?.summary ?? samples?.summary) ?? (data == nil ? nil : "no sample is chosen"),
    ]
    return parts.compactMap { $0 }.joined(separator: "\n")
  }

  var figure: (any Figure)? { get throws { try samples?.figure } }
}
