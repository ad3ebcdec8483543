public import ONNX
import Programs
import Tensors

extension Model {
  /// The extent of an axis that a file leaves free, where none is asked for.
  public static let standardExtent = 16

  /// Reads a network from an ONNX file, with the files beside it that hold its weights.
  ///
  /// - Parameter extents: the extents of axes that the file leaves free beside the batch, such as the length of a
  ///   text, by the names that the file has for them; ``standardExtent`` where none is given.
  /// - Throws: ``ImportError``, which names the file, the tensor or the node that is at fault.
  public init(onnx path: String, extents: [String: Int] = [:]) throws(ImportError) {
    let file: ModelFile
    do throws(ONNXError) { file = try ModelFile(path: path) } catch { throw .file(error) }
    let leaf = path.split(separator: "/").last.map(String.init) ?? path
    try self.init(file, name: leaf.hasSuffix(".onnx") ? String(leaf.dropLast(5)) : leaf, extents: extents)
  }

  /// The network that an ONNX file describes.
  public init(_ file: ModelFile, name: String, extents: [String: Int] = [:]) throws(ImportError) {
    try self.init(Source(file: file, weights: [:]), name: name, extents: extents)
  }

  /// The same network with other extents of the axes that its file leaves free: for a longer or a shorter text.
  ///
  /// Weights are those of this model, so that what was derived from them is kept.
  /// - Throws: ``ImportError``, where the network has no such axis or can't have that extent.
  public func with(extents: [String: Int]) throws(ImportError) -> Model {
    guard let source else {
      if let name = extents.keys.min() { throw .noFreeAxis(name, known: []) }
      return self
    }
    let known = Dictionary(freeAxes.map { ($0.name, $0.extent) }) { first, _ in first }
    return try Model(source, name: name, extents: known.merging(extents) { $1 })
  }

  private init(_ source: Source, name: String, extents: [String: Int]) throws(ImportError) {
    var importer = try Importer(source, extents: extents)
    for node in source.file.message.graph.nodes { try importer.read(node) }
    let output = try importer.output()
    let (layers, last) = importer.layers(endingIn: output)
    var remarks = importer.remarks
    if let softmax = layers[last].operation as? Softmax, case .layer = layers[last].operands.first {
      let name = softmax.isLogarithm ? "LogSoftmax" : "Softmax"
      remarks.append("the model ends in \(name): explanations start from what that reads, the logits")
    }
    self.init(
      name: name, inputs: importer.inputs(of: layers), layers: layers, output: last, remarks: remarks,
      freeAxes: importer.freeAxes,
      source: importer.freeAxes.isEmpty ? nil : Source(file: source.file, weights: importer.weights),
      unread: importer.unreadWeights)
  }

  /// What a model with free axes was read from, to be read again with other extents.
  struct Source: Sendable {
    let file: ModelFile
    /// Weights that were read, by name: known by identity, they must stay the same.
    let weights: [String: Constant]
  }
}
