import Programs
import Tensors

extension Signal {
  /// The shape for one sample and the batch axis that the file's target of a reshape comes to; nil where it
  /// mixes samples.
  ///
  /// One entry of the target is the batch: the one that a Shape node computed, or -1, or, in a file of fixed
  /// batch size, the number of samples. It is that one of them in front of which as many entries lie as in
  /// front of the batch axis now, so that every sample stays together, and the rest of which fills one
  /// sample.
  ///
  /// - Parameter samples: the batch size of a file that fixes it.
  func reshaping(to target: [Literal.Entry], samples: Int?) -> (shape: Shape, batch: Int, folding: Folding)? {
    let before = shape.extents[..<(folding == .samplesInside ? batch + 1 : batch)].reduce(1, *)
    let known = target.firstIndex { if case .samples = $0 { true } else { false } }
    let candidates =
      known.map { [$0] } ?? ([batch].filter(target.indices.contains) + target.indices.filter { $0 != batch })
    for axis in candidates {
      var rest = target
      let entry = rest.remove(at: axis)
      if let samples, let number = entry.number, number != -1, number != samples { continue }
      if case .samples(let times) = entry, times != 1 { continue }
      guard let extents = filled(rest), extents[..<axis].reduce(1, *) == before else { continue }
      return (Shape(extents), axis, .none)
    }
    // An entry may count the samples together with what lies around them.
    for axis in candidates {
      var whole = target
      switch target[axis] {
      case .samples(let times): whole[axis] = .number(times)
      case .number(-1): break
      case .number(let number):
        guard let samples, number % samples == 0 else { continue }
        whole[axis] = .number(number / samples)
      case .index, .undetermined: continue
      }
      guard let extents = filled(whole) else { continue }
      if extents[..<axis].reduce(1, *) == before { return (Shape(extents), axis, .samplesOutside) }
      if extents[...axis].reduce(1, *) == before { return (Shape(extents), axis, .samplesInside) }
    }
    return nil
  }

  /// The extents of one sample: at most one of them is -1 and takes what the others leave.
  private func filled(_ entries: [Literal.Entry]) -> [Int]? {
    let numbers = entries.compactMap(\.number)
    guard numbers.count == entries.count, numbers.allSatisfy({ $0 >= -1 }) else { return nil }
    var product = 1
    for number in numbers where number != -1 {
      let (next, overflow) = product.multipliedReportingOverflow(by: number)
      guard !overflow else { return nil }
      product = next
    }
    switch numbers.count(where: { $0 == -1 }) {
    case 0: return product == shape.count ? numbers : nil
    case 1 where product > 0 && shape.count % product == 0:
      return numbers.map { $0 == -1 ? shape.count / product : $0 }
    default: return nil
    }
  }
}

extension Node {
  /// The batch axis of what two signals make together when their last axes are aligned.
  func commonBatch(_ x: Signal, _ y: Signal) throws(ImportError) -> Int {
    let rank = max(x.rank, y.rank)
    let batch = x.batch + rank - x.rank
    try require(
      batch == y.batch + rank - y.rank, "combines different samples: the batch axes of its operands differ")
    try require(
      x.folding == y.folding && (!x.isFolded || x.shape[x.batch] == y.shape[y.batch]),
      "combines different samples: the batch axes of its operands differ")
    return batch
  }

  /// A constant without its entry for the batch axis of the signal it is combined with, and that axis in the
  /// result.
  func besideSignal(_ literal: Literal, of position: Int, _ signal: Signal) throws(ImportError) -> (
    Constant, Int
  ) {
    guard let constant = literal.constant else { throw refusal("can't use the batch size as a number") }
    let rank = max(signal.rank, literal.shape.count)
    let batch = signal.batch + rank - signal.rank
    var shape = literal.shape
    let axis = batch - (rank - shape.count)
    guard shape.indices.contains(axis) else { return (constant, batch) }
    let extent = shape.remove(at: axis)
    if signal.isFolded {
      try require(
        extent == 1, "combines samples with operand \(position), a constant of shape \(Shape(literal.shape))")
      return (constant, batch)
    }
    try require(
      extent == 1 || extent == samples,
      "combines samples with operand \(position), a constant of shape \(Shape(literal.shape))")
    var strides = literal.strides
    let stride = strides.remove(at: axis)
    // A file of fixed batch size may repeat a constant for each sample.
    let rows = (0..<extent).map { row in
      literal.picking(Literal.positions(shape, strides: strides, start: row * stride), shape: shape)
    }
    guard let tensor = rows[0].tensor, rows.dropFirst().allSatisfy({ $0.floats == tensor.values }) else {
      throw refusal("combines each sample with numbers of its own, in operand \(position)")
    }
    return (Constant(tensor, name: literal.name), batch)
  }
}
