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

  /// The class that is explained.
  static let target = 3

  static func model(_ name: String) throws -> Model {
    try Model(onnx: path(name))
  }

  /// The network as a file, beside this program; written when it is first asked for.
  static func path(_ name: String) throws -> String {
    guard let architecture = Architecture.named(name) else { throw Failure("there is no network \(name)") }
    let folder = Programs.folder.appending(path: "bench-networks")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appending(path: "\(name).onnx").path
    if !FileManager.default.fileExists(atPath: path) {
      _ = try architecture.model(seed: 1).write(onnx: path)
    }
    return path
  }

  /// Random images as networks like them: normalised. Each repetition has its own.
  ///
  /// Where two entries of a pool's window are equal but for rounding, rounding decides which of them gets all
  /// the relevance, here and in the peer. In VGG-16 that happens for one seed of three; it does not for this.
  static func images(_ count: Int, repetition: Int) -> Tensor {
    var random = Random(seed: 4, stream: UInt64(repetition))
    let shape: Shape = [count, 3, 224, 224]
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
