/// An ONNX file that holds one matrix product and a ReLU, `y = max(x w, 0)`, written field by field.
///
/// Field numbers are those of onnx.proto3.
public func oneProduct(_ weights: [Float], rows: Int, columns: Int) -> [UInt8] {
  func integer(_ field: Int, _ value: Int) -> [UInt8] { varint(field << 3) + varint(value) }
  func bytes(_ field: Int, _ value: [UInt8]) -> [UInt8] {
    varint(field << 3 | 2) + varint(value.count) + value
  }
  func text(_ field: Int, _ value: String) -> [UInt8] { bytes(field, Array(value.utf8)) }

  let node = text(1, "x") + text(1, "w") + text(2, "z") + text(4, "MatMul")
  let relu = text(1, "z") + text(2, "y") + text(4, "Relu")
  let raw = weights.withUnsafeBytes { [UInt8]($0) }
  let tensor = integer(1, rows) + integer(1, columns) + integer(2, 1) + text(8, "w") + bytes(9, raw)
  let shape = bytes(1, text(2, "n")) + bytes(1, integer(1, rows))
  let input = text(1, "x") + bytes(2, bytes(1, integer(1, 1) + bytes(2, shape)))
  let graph = bytes(1, node) + bytes(1, relu) + bytes(5, tensor) + bytes(11, input) + bytes(12, text(1, "y"))
  return integer(1, 8) + bytes(8, text(1, "") + integer(2, 13)) + bytes(7, graph)
}

private func varint(_ value: Int) -> [UInt8] {
  var (bytes, rest) = ([UInt8](), value)
  while rest >= 0x80 {
    bytes.append(UInt8(rest & 0x7f) | 0x80)
    rest >>= 7
  }
  return bytes + [UInt8(rest)]
}
