public import Programs
import Tensors

/// Computes programs with plain loops: what every other executor is compared with.
///
/// Each entry of the leading axes is computed by itself. Operations are carried out in Float64; what leaves
/// one is rounded to `Scalar`.
public enum NaiveExecutor {
  /// The outputs of `program`, by name.
  ///
  /// A value that varies along leading axes has them in front of its shape: first sample, then condition. An
  /// output has those of its type in the program.
  public static func evaluate<Scalar>(
    _ program: Program, inputs: [String: NaiveTensor<Scalar>] = [:], samples: Int = 1, conditions: Int = 1
  ) -> [String: NaiveTensor<Scalar>] {
    let batch = Batch(samples: samples, conditions: conditions)
    var values: [[Entry]] = []
    for node in program.nodes {
      let value: [Entry]
      switch node.primitive {
      case .input(let name, let type):
        guard let input = inputs[name] else { preconditionFailure("no value for input '\(name)'") }
        let whole = type.shape(samples: samples, conditions: conditions)
        precondition(input.shape == whole, "input '\(name)' is \(input.shape), not \(whole)")
        value = batch.split(input.values.map { Double($0) }, type)
      case .sumLeading(let axes):
        let operand = node.operands[0]
        value = batch.sum(values[operand], program.nodes[operand].type, over: axes)
      default:
        value = batch.indices(of: node.type.leading).map { sample, condition in
          let operands = node.operands.map {
            values[$0][batch.index(sample, condition, in: program.nodes[$0].type.leading)]
          }
          return Entry(shape: node.type.shape, values: node.primitive.evaluate(operands, node.type.shape))
        }
      }
      values.append(value.map { Entry(shape: $0.shape, values: rounded($0.values, to: Scalar.self)) })
    }
    return Dictionary(
      program.outputs.map { output in
        let shape = program.nodes[output.node].type.shape(samples: samples, conditions: conditions)
        return (output.name, NaiveTensor(shape, values[output.node].flatMap(\.values).map { Scalar($0) }))
      },
      uniquingKeysWith: { first, _ in first })
  }

  private static func rounded<Scalar: BinaryFloatingPoint>(_ values: [Double], to: Scalar.Type) -> [Double] {
    switch to {
    case is Double.Type: values
    case is Float.Type: values.map { Double(Float($0)) }
    default: values.map { Double(Scalar($0)) }
    }
  }
}

/// A value for one sample and one condition.
struct Entry {
  var shape: Shape
  var values: [Double]
}

/// How many samples and conditions there are, and where their entries lie.
private struct Batch {
  var samples: Int
  var conditions: Int

  func indices(of leading: Leading) -> [(sample: Int, condition: Int)] {
    (0..<(leading.contains(.sample) ? samples : 1)).flatMap { sample in
      (0..<(leading.contains(.condition) ? conditions : 1)).map { (sample, $0) }
    }
  }

  func index(_ sample: Int, _ condition: Int, in leading: Leading) -> Int {
    let row = leading.contains(.sample) ? sample : 0
    return leading.contains(.condition) ? row * conditions + condition : row
  }

  func split(_ values: [Double], _ type: Type) -> [Entry] {
    let count = type.shape.count
    return indices(of: type.leading).indices.map {
      Entry(shape: type.shape, values: Array(values[$0 * count..<($0 + 1) * count]))
    }
  }

  func sum(_ entries: [Entry], _ type: Type, over axes: Leading) -> [Entry] {
    let kept = type.leading.subtracting(axes)
    var sums = indices(of: kept).map { _ in
      Entry(shape: type.shape, values: [Double](repeating: 0, count: type.shape.count))
    }
    for (sample, condition) in indices(of: type.leading.union(axes)) {
      let term = entries[index(sample, condition, in: type.leading)].values
      let place = index(sample, condition, in: kept)
      for i in term.indices { sums[place].values[i] += term[i] }
    }
    return sums
  }
}
