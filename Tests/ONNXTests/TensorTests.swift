import ONNX
import Tensors
import Testing

struct TensorTests {
  /// types.onnx holds [-3, 2, 0, 5] (a quarter of it in floats; 0, 1, 1, 0 in unsigned types) in every type,
  /// twice.
  @Test(arguments: ["", "-raw"])
  func everyTypeIsDecoded(_ ending: String) throws {
    let file = try ModelFile(path: fixtures + "types.onnx")
    let expected: [(String, Elements)] = [
      ("float", .floats([-0.75, 0.5, 0, 1.25])), ("double", .floats([-0.75, 0.5, 0, 1.25])),
      ("half", .floats([-0.75, 0.5, 0, 1.25])), ("int32", .integers([-3, 2, 0, 5])),
      ("int64", .integers([-3, 2, 0, 5])), ("bool", .booleans([false, true, true, false])),
      ("uint8", .integers([0, 1, 1, 0])),
    ]
    for (name, elements) in expected {
      let tensor = try #require(file.message.graph.initializers.first { $0.name == name + ending })
      #expect(try file.elements(of: tensor) == elements)
    }
  }

  /// Only what is stored as Float32 bytes in a file is read in place.
  @Test func floatsAreReadInPlace() throws {
    let file = try ModelFile(path: fixtures + "types.onnx")
    var inPlace: [String] = []
    for tensor in file.message.graph.initializers {
      guard let numbers = try file.mappedFloats(of: tensor) else { continue }
      inPlace.append(tensor.name)
      #expect(try .floats(numbers.values) == file.elements(of: tensor))
    }
    #expect(inPlace == ["float-raw"])
    let copy = try ModelFile(bytes: try bytes("types.onnx"), folder: fixtures)
    for tensor in copy.message.graph.initializers { #expect(try copy.mappedFloats(of: tensor)?.count == nil) }
  }

  /// Weights beside the file are read in place too, and the file that holds them is mapped once.
  @Test func externalFloatsAreReadInPlace() throws {
    let file = try ModelFile(path: fixtures + "external.onnx")
    let tensors = file.message.graph.initializers.filter { $0.elementType == 1 }
    let mapped = try tensors.compactMap { try file.mappedFloats(of: $0) }
    #expect(mapped.count == tensors.count && mapped.count > 1)
    #expect(Set(mapped.map { ObjectIdentifier($0.file) }).count == 1)
    for (tensor, numbers) in zip(tensors, mapped) {
      #expect(try .floats(numbers.values) == file.elements(of: tensor))
    }
  }

  @Test func messagesHoldWhatTheFileSays() throws {
    let message = try ModelFile(path: fixtures + "conv-1d.onnx").message
    #expect(message.opsets == ["": 13])
    #expect(message.graph.inputs.first?.extents == [.symbol("n"), .number(3), .number(11)])
    #expect(message.graph.nodes.map(\.operation) == ["Conv", "Relu"])
    #expect(message.graph.nodes.first?.inputs == ["x", "w", "b"])
    guard case .integers(let pads) = message.graph.nodes.first?.attributes["pads"] else {
      Issue.record("no pads")
      return
    }
    #expect(pads == [2, 1])
  }

  @Test(arguments: [
    ("missing", "missing.data"), ("short", "external.onnx.data"), ("outside", "../fashion.data"),
  ])
  func externalFilesThatCannotBeReadAreNamed(_ name: String, _ culprit: String) throws {
    let file = try ModelFile(path: fixtures + "external-\(name).onnx")
    let tensor = try #require(file.message.graph.initializers.first)
    let error = try #require(throws: ONNXError.self) { try file.elements(of: tensor) }
    #expect(error.description.contains("'w'"))
    #expect(error.description.contains(culprit))
    #expect(throws: error) { try file.mappedFloats(of: tensor) }
  }

  @Test func missingFilesAreNamed() {
    let error = #expect(throws: ONNXError.self) { try ModelFile(path: "nowhere/model.onnx") }
    #expect(error?.description.contains("nowhere/model.onnx") == true)
  }
}
