import Tensors

extension ModelDraft {
  /// The most bytes that protobuf lets a message have: 2 GB.
  public static let mostBytes = Int(Int32.max)

  /// Writes the file whole or not at all; numbers go from their tensors to the file and are not copied.
  ///
  /// - Parameters:
  ///   - limit: the most bytes that the file may have.
  ///   - progress: called with the share that is written, several times a second; what it throws ends the
  ///     writing.
  /// - Returns: the number of bytes.
  /// - Throws: ``ONNXError/tooLarge(bytes:limit:)``, `FileError`, and what `progress` throws.
  @discardableResult
  public func write(
    to path: String, atMost limit: Int = mostBytes, progress: (Double) throws -> Void = { _ in }
  ) throws -> Int {
    var before = WireWriter()
    for node in nodes { before.message(1) { node.write(to: &$0) } }
    before.text(2, name)
    let heads = initializers.map(\.head)
    var after = WireWriter()
    for input in inputs { after.message(11) { input.write(to: &$0) } }
    for output in outputs { after.message(12) { output.write(to: &$0) } }
    let numbers = initializers.reduce(0) { $0 + $1.size }
    let graph = before.bytes.count + heads.reduce(0) { $0 + $1.count } + numbers + after.bytes.count

    var start = WireWriter()
    // The oldest version of the format that knows the opset.
    start.integer(1, opset >= 19 ? 9 : 8)
    start.text(2, "xpl")
    if !remark.isEmpty { start.text(6, remark) }
    start.message(8) { $0.integer(2, opset) }
    start.announce(7, length: graph)
    let size = start.bytes.count + graph
    guard size <= limit else { throw ONNXError.tooLarge(bytes: size, limit: limit) }

    let file = try PartialFile(for: path)
    try file.append((start.bytes + before.bytes)[...])
    var written = 0
    for (tensor, head) in zip(initializers, heads) {
      try file.append(head[...])
      try tensor.write(to: file) { bytes in
        written += bytes
        try progress(Double(written) / Double(numbers))
      }
    }
    try file.append(after.bytes[...])
    try file.finish()
    return size
  }
}

// Field numbers are those of onnx.proto3.

extension NodeDraft {
  fileprivate func write(to message: inout WireWriter) {
    for input in inputs { message.text(1, input) }
    for output in outputs { message.text(2, output) }
    message.text(3, name)
    message.text(4, operation)
    for (name, attribute) in attributes.sorted(by: { $0.key < $1.key }) {
      message.message(5) { attribute.write(to: &$0, name) }
    }
  }
}

extension NodeDraft.Attribute {
  fileprivate func write(to message: inout WireWriter, _ name: String) {
    message.text(1, name)
    switch self {
    case .float(let value):
      message.float(2, value)
      message.integer(20, 1)
    case .integer(let value):
      message.integer(3, value)
      message.integer(20, 2)
    case .text(let value):
      message.text(4, value)
      message.integer(20, 3)
    case .texts(let values):
      for value in values { message.text(9, value) }
      message.integer(20, 8)
    case .integers(let values):
      message.integers(8, values)
      message.integer(20, 7)
    }
  }
}

extension ValueDraft {
  fileprivate func write(to message: inout WireWriter) {
    message.text(1, name)
    message.message(2) { type in
      type.message(1) { tensor in
        tensor.integer(1, (isInteger ? StoredType.int64 : .float32).rawValue)
        tensor.message(2) { shape in
          for extent in extents {
            shape.message(1) { dimension in
              switch extent {
              case .number(let number): dimension.integer(1, number)
              case .symbol(let name): dimension.text(2, name)
              }
            }
          }
        }
      }
    }
  }
}

extension TensorDraft {
  /// The bytes of the numbers.
  fileprivate var size: Int { elements.count * type.size }

  private var type: StoredType {
    switch elements {
    case .floats: .float32
    case .integers: .int64
    case .booleans: .boolean
    }
  }

  /// The tensor as a field of a graph, up to its numbers.
  fileprivate var head: [UInt8] {
    var message = WireWriter()
    message.integers(1, shape)
    message.integer(2, type.rawValue)
    message.text(8, name)
    message.announce(9, length: size)
    var field = WireWriter()
    field.announce(5, length: message.bytes.count + size)
    return field.bytes + message.bytes
  }

  /// Writes the numbers in stretches, and tells of the bytes of each.
  fileprivate func write(to file: PartialFile, _ tell: (Int) throws -> Void) throws {
    switch elements {
    case .floats(let values): try write(values, to: file, tell)
    case .integers(let values): try write(values, to: file, tell)
    case .booleans(let values): try write(values.map { $0 ? 1 : 0 } as [UInt8], to: file, tell)
    }
  }

  private func write<Number: BitwiseCopyable>(
    _ values: [Number], to file: PartialFile, _ tell: (Int) throws -> Void
  ) throws {
    // 16 MB take a hundredth of a second.
    let most = (16 << 20) / MemoryLayout<Number>.size
    for start in stride(from: 0, to: values.count, by: most) {
      let stretch = values[start..<min(start + most, values.count)]
      try file.append(stretch)
      try tell(stretch.count * MemoryLayout<Number>.size)
    }
  }
}
