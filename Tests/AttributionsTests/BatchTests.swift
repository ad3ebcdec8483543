import Attributions
import Execution
import Foundation
import Models
import Tensors
import Testing

/// A sample's attribution is the same alone and among others, by whatever kernels plans of these sizes are made of.
@Suite struct BatchTests {
  /// Where an image and its baseline are flat, next to nothing decides which entry of a window is the largest.
  @Test(
    arguments: ["deeplift", "gradient", "ig", "lrp"],
    ["Sources/Data/Resources/fashion-mnist/model.onnx", "Tests/Fixtures/fashion-cnn/model.onnx"])
  func batchedEqualsSingle(_ name: String, _ file: String) throws {
    let root = Reference.folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let model = try Model(onnx: root.appending(path: file).path)
    let image = (0..<28 * 28).map { pixel -> Float in
      let (row, column) = pixel.quotientAndRemainder(dividingBy: 28)
      return (6..<22).contains(row) && (9..<19).contains(column) ? Float(row * column % 7 + 1) / 8 : 0
    }
    let single = Tensor([1, 1, 28, 28], image)
    let many = Tensor([8, 1, 28, 28], Array(repeatElement(image, count: 8).joined()))
    var settings = MethodSettings(composite: try #require(.named("epsilon-plus")))
    settings.steps = 4
    let method = try #require(NamedMethod.all.first { $0.name == name }).make(settings)
    let found = try [single, many].map { samples in
      try method.attribute(
        Question(model, Inputs(samples), target: .classes([1]), executor: Executor(), monitor: .silent)
      ).values
    }
    let largest = try #require(found[0].values.map(abs).max())
    for row in 0..<8 {
      let distance = zip(found[0].values, found[1][row].values).map { abs($0 - $1) }.max() ?? .infinity
      #expect(distance < 1e-4 * largest, "row \(row)")
    }
  }
}
