import Execution
import Programs
import Tensors
import TestSupport
import Testing

let executor = Executor()

/// Writes a program over inputs of given types, runs it here and by plain loops, and compares all outputs.
func expectEqual(
  _ types: [Type], samples: Int = 3, conditions: Int = 5, range: ClosedRange<Double> = -1...1,
  values: [Int: NaiveTensor<Float>] = [:], on executor: Executor = executor,
  sourceLocation: SourceLocation = #_sourceLocation, _ write: ([Term]) -> [Term]
) throws {
  let builder = Builder()
  var inputs: [String: NaiveTensor<Float>] = [:]
  let terms = types.enumerated().map { index, type in
    let shape = type.shape(samples: samples, conditions: conditions)
    inputs["x\(index)"] = values[index] ?? .random(shape, seed: UInt64(index + 1), in: range)
    return builder.input("x\(index)", type)
  }
  let program = try builder.program(write(terms).enumerated().map { ("y\($0)", $1) })
  try expectEqual(
    program, inputs, samples: samples, conditions: conditions, on: executor, sourceLocation: sourceLocation)
}

func expectEqual(
  _ program: Program, _ inputs: [String: NaiveTensor<Float>], samples: Int, conditions: Int,
  tolerance: Float = 1e-4, on executor: Executor = executor, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let expected = NaiveExecutor.evaluate(program, inputs: inputs, samples: samples, conditions: conditions)
  let found = try executor.run(
    program, inputs: inputs.mapValues { Tensor($0.shape, $0.values) }, samples: samples,
    conditions: conditions)
  #expect(found.count == expected.count, sourceLocation: sourceLocation)
  for (name, tensor) in expected {
    let result = try #require(found[name], sourceLocation: sourceLocation)
    #expect(result.shape == tensor.shape, sourceLocation: sourceLocation)
    let largest = tensor.values.map(\.magnitude).filter(\.isFinite).max() ?? 0
    let bound = tolerance * max(largest, 1e-6)
    #expect(
      zip(result.values, tensor.values).allSatisfy {
        $0 == $1 || $0.isNaN && $1.isNaN || ($0 - $1).magnitude <= bound
      }, "\(name) of\n\(program)", sourceLocation: sourceLocation)
  }
}

/// All the ways in which a value can vary along the leading axes.
let leadings: [Leading] = [[], .sample, .condition, [.sample, .condition]]

func constant(_ shape: Shape, seed: UInt64 = 7) -> Constant {
  Constant(Tensor(shape, NaiveTensor<Float>.random(shape, seed: seed).values), name: "constant")
}
