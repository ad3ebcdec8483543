import Attributions
import Foundation
import Models
import Tensors

/// Networks of known architectures with random weights.
enum Networks {
  /// A network, and a layer in its middle.
  struct Entry: Sendable {
    let name: String
    let layer: String
    let channels: Int
  }

  static let mobileNet = Entry(name: "mobilenet-v2", layer: "features.7.conv.0.0", channels: 192)
  static let resNet = Entry(name: "resnet50", layer: "layer3.2.conv3", channels: 1024)
  static let vgg = Entry(name: "vgg16", layer: "features.24", channels: 512)

  static let all = [mobileNet, resNet, vgg]

  /// Networks of tables with 13 and 500 columns, and of texts.
  static let table = "dense-13-32-32"
  static let wide = "dense-500-128-128"
  static let encoder = "encoder"

  /// The class that is explained.
  static let target = 3

  static func model(_ name: String) throws -> Model {
    try Model(onnx: path(name))
  }

  /// The network as a file, beside this program; written when it is first asked for.
  static func path(_ name: String) throws -> String {
    let folder = Programs.folder.appending(path: "bench-networks")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appending(path: "\(name).onnx").path
    if !FileManager.default.fileExists(atPath: path) { try write(name, to: path) }
    return path
  }

  private static func write(_ name: String, to path: String) throws {
    switch name {
    case encoder: try Encoder.write(to: path)
    case table: try dense(inputs: 13, hidden: [32, 32]).write(onnx: path)
    case wide: try dense(inputs: 500, hidden: [128, 128]).write(onnx: path)
    default:
      guard let architecture = Architecture.named(name) else { throw Failure("there is no network \(name)") }
      try architecture.model(seed: 1).write(onnx: path)
    }
  }

  private static func dense(inputs: Int, hidden: [Int]) throws -> Model {
    guard let architecture = Architecture.named("mlp") else { throw Failure("there is no network mlp") }
    var measure = Architecture.Measure(input: [inputs], outputs: 1)
    measure.hidden = hidden
    return architecture.model(seed: 1, measure: measure)
  }

  /// Random images as networks like them: normalised. Each repetition has its own.
  ///
  /// Where two entries of a pool's window are equal but for rounding, rounding decides which of them gets all
  /// the relevance, here and in the peer. In VGG-16 that happens for one seed of three; it does not for this.
  static func images(_ count: Int, repetition: Int) -> Tensor {
    normal([count, 3, 224, 224], repetition: repetition)
  }

  /// Numbers of the standard normal distribution.
  static func normal(_ shape: Shape, repetition: Int) -> Tensor {
    var random = Random(seed: 4, stream: UInt64(repetition))
    return Tensor(shape, (0..<shape.count).map { _ in random.normal() })
  }
}

extension RelevancePropagation {
  /// The default composite, and nothing but heatmaps.
  static var epsilonPlusFlat: RelevancePropagation {
    get throws {
      guard let composite = Composite.named("epsilon-plus-flat") else {
        throw Failure("there is no composite epsilon-plus-flat")
      }
      var propagation = RelevancePropagation(composite)
      propagation.wanted = .heatmap
      return propagation
    }
  }
}
