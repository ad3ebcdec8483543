import Foundation
import Models
import Tensors
import Testing

/// Files that are written compute in onnxruntime what the files that they come from computed there.
///
/// Where no python3 with onnxruntime and NumPy is on the path, this is skipped.
struct OnnxruntimeTests {
  static let isThere = (try? python("import numpy, onnxruntime")) == 0

  /// Runs a program in Python and gives its exit code.
  private static func python(_ program: String, in folder: String = ".") throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", program]
    process.currentDirectoryURL = URL(filePath: folder)
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  @Test(.enabled(if: isThere, "there is no python3 with onnxruntime and numpy"))
  func writtenNetworksComputeTheSame() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "xpl-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for name in ImportTests.names {
      try Model(onnx: Fixtures.folder + "onnx/\(name).onnx").write(onnx: "\(folder)/\(name).onnx")
      let inputs = try Fixtures.arrays(name).inputs.enumerated().map { index, tensor in
        (key: String(index), array: NumericArray(tensor))
      }
      try NPZ.write(inputs, to: "\(folder)/\(name).npz")
    }
    let status = try Self.python(
      """
      import glob, numpy, onnxruntime
      options = onnxruntime.SessionOptions()
      options.log_severity_level = 3
      for path in glob.glob("*.onnx"):
          try:
              session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
              arrays = numpy.load(path[:-5] + ".npz")
              feeds = {x.name: arrays[str(i)] for i, x in enumerate(session.get_inputs())}
              numpy.save(path[:-5] + ".npy", session.run(None, feeds)[0])
          except Exception as error:
              print(path, error)
      """, in: folder)
    #expect(status == 0)
    for name in ImportTests.names {
      let expected = try Fixtures.arrays(name).expected
      let found = try? NPY.read("\(folder)/\(name).npy").tensor
      #expect(found.map { difference($0.reshaped(expected.shape), expected) } ?? .infinity < 1e-5, "\(name)")
    }
  }
}
