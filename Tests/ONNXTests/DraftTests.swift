import Foundation
import ONNX
import Tensors
import Testing

/// What a draft writes is what a file holds.
struct DraftTests {
  private let path = FileManager.default.temporaryDirectory.appending(path: "xpl-\(UUID().uuidString).onnx")
    .path

  private var draft: ModelDraft {
    var draft = ModelDraft(name: "net", remark: "made by hand", opset: 17)
    draft.inputs = [ValueDraft(name: "x", extents: [.symbol("batch"), .number(3)])]
    draft.outputs = [ValueDraft(name: "y", extents: [.symbol("batch"), .number(300)])]
    draft.nodes = [
      NodeDraft(
        name: "first", operation: "Pad", inputs: ["x", "", "w"], outputs: ["y"],
        attributes: [
          "mode": .text("edge"), "axis": .integer(-1), "pads": .integers([0, 1, -2, 300]),
          "alpha": .float(0.25),
        ])
    ]
    draft.initializers = [
      TensorDraft(name: "w", shape: [2, 2], elements: .floats([1, -2.5, 3e-38, .infinity])),
      TensorDraft(name: "n", shape: [3], elements: .integers([1, -1, 1 << 40])),
      TensorDraft(name: "b", shape: [2], elements: .booleans([true, false])),
      TensorDraft(name: "empty", shape: [0], elements: .floats([])),
    ]
    return draft
  }

  @Test func aFileHoldsWhatTheDraftSays() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let size = try draft.write(to: path)
    #expect(try Data(contentsOf: URL(filePath: path)).count == size)
    let file = try ModelFile(path: path)
    let (message, graph) = (file.message, file.message.graph)
    #expect(message.opsets == ["": 17] && message.producer == "xpl" && graph.name == "net")
    #expect(graph.inputs.map(\.name) == ["x"] && graph.outputs.map(\.name) == ["y"])
    #expect(graph.inputs[0].extents == [.symbol("batch"), .number(3)])
    #expect(graph.outputs[0].extents == [.symbol("batch"), .number(300)])
    let node = try #require(graph.nodes.first)
    #expect(node.name == "first" && node.operation == "Pad" && node.domain == "")
    #expect(node.inputs == ["x", "", "w"] && node.outputs == ["y"])
    if case .text("edge") = node.attributes["mode"] {} else { Issue.record("mode") }
    if case .integer(-1) = node.attributes["axis"] {} else { Issue.record("axis") }
    if case .integers([0, 1, -2, 300]) = node.attributes["pads"] {} else { Issue.record("pads") }
    if case .float(0.25) = node.attributes["alpha"] {} else { Issue.record("alpha") }
    #expect(graph.initializers.map(\.name) == ["w", "n", "b", "empty"])
    #expect(graph.initializers.map(\.shape) == [[2, 2], [3], [2], [0]])
    let elements = try graph.initializers.map { try file.elements(of: $0) }
    #expect(elements == draft.initializers.map(\.elements))
  }

  @Test func whatIsTooLargeIsRefusedAndNotBegun() throws {
    let error = try #require(throws: ONNXError.self) { try draft.write(to: path, atMost: 100) }
    #expect(error.description.contains("may have 100"))
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func theShareThatIsWrittenIsTold() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    var shares: [Double] = []
    try draft.write(to: path) { shares.append($0) }
    #expect(shares == shares.sorted() && shares.last == 1)
  }

  @Test func aFolderThatIsNotThereIsNamed() {
    #expect(throws: FileError.folderMissing(path: "nowhere/net.onnx")) {
      try draft.write(to: "nowhere/net.onnx")
    }
  }
}
