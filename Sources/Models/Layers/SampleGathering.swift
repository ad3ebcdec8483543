import Programs
import Tensors

/// Each sample's own entries, by indices that name the sample: how exporters write a mask that is read by its place.
enum SampleGathering {
  /// Entries of the rows of all samples: that of number i + extent · s is entry i of sample s.
  static func ofRows(_ node: Node, _ x: Signal, _ literal: Literal) throws(ImportError) -> Piece? {
    guard try node.axis(node.integer("axis", 0), rank: x.rank) == x.batch, x.batch == 0 else { return nil }
    guard x.folding == .samplesOutside else { return nil }
    let extent = x.shape[0]
    guard let (places, shape, batch) = literal.ofEachSample(node.samples, times: { _ in extent }) else {
      return nil
    }
    return try gathering(x, node, places, shape, batch)
  }

  /// ONNX's GatherND, where each index names a sample, the one that it stands for, and an entry of its first axis.
  static func read(_ node: Node) throws(ImportError) -> Piece {
    let (x, literal) = (try node.signal(0), try node.literal(1))
    try node.require(
      literal.shape.last == 2 && x.batch == 0 && !x.isFolded && node.integer("batch_dims", 0) == 0,
      "takes entries by other indices than a sample and a place in it")
    guard let (tuples, shape, batch) = literal.ofEachSample(node.samples, times: { 1 - $0 % 2 }),
      tuples.indices.allSatisfy({ $0 % 2 == 1 || tuples[$0] == 0 }), batch < literal.shape.count - 1
    else { throw node.refusal("takes entries of other samples") }
    let places = stride(from: 1, to: tuples.count, by: 2).map { tuples[$0] }
    return try gathering(x, node, places, Array(shape.dropLast()), batch)
  }

  private static func gathering(
    _ x: Signal, _ node: Node, _ places: [Int], _ shape: [Int], _ batch: Int
  ) throws(ImportError) -> Piece {
    try node.require(
      x.shape.rank > 0 && places.allSatisfy((0..<x.shape[0]).contains), "takes entries of other samples")
    let indices = Constant(Tensor(Shape(shape), places.map(Float.init)), name: "places")
    return Piece(
      operation: Gathering(axis: 0, indices: indices), operands: [x], batch: batch,
      folding: Signal.Folding.none)
  }
}

extension Literal {
  /// For each sample the same numbers but for a multiple of the sample's: those of the first one, their shape, and
  /// the axis of the samples among the literal's axes; nil where it is not so.
  ///
  /// - Parameters:
  ///   - samples: the batch size of a file that fixes it, where the literal has all samples' numbers.
  ///   - times: by how much the entry of this number differs from one sample to the next.
  fileprivate func ofEachSample(
    _ samples: Int?, times: (Int) -> Int
  ) -> (numbers: [Int], shape: [Int], batch: Int)? {
    if let batch {
      guard case .entries(let entries) = values else { return nil }
      var numbers: [Int] = []
      for (position, entry) in entries.enumerated() {
        switch entry {
        case .index(times(position), let plus): numbers.append(plus)
        case .number(let number) where times(position) == 0: numbers.append(number)
        default: return nil
        }
      }
      var rest = shape
      rest.remove(at: batch)
      return (numbers, rest, batch)
    }
    guard let samples, let integers else { return nil }
    for axis in shape.indices where shape[axis] == samples {
      let stride = strides[axis]
      let isSo = integers.indices.allSatisfy { position in
        let sample = position / stride % samples
        return integers[position] == integers[position - sample * stride] + sample * times(position)
      }
      guard isSo else { continue }
      var rest = shape
      rest.remove(at: axis)
      return (integers.indices.filter { $0 / stride % samples == 0 }.map { integers[$0] }, rest, axis)
    }
    return nil
  }
}
