import Foundation
import Programs
import Tensors
import Testing

@Test func aConstantInAFileIsCopiedOnDemand() throws {
  let path = FileManager.default.temporaryDirectory.appending(path: "xpl-constant-\(UUID())").path
  let values: [Float] = [1, 2, 3, 4, 5, 6]
  try writeAtomically([0] + values.withUnsafeBytes { [UInt8]($0) }, to: path)
  defer { try? FileManager.default.removeItem(atPath: path) }
  let numbers = try #require(MappedFloats(try MappedFile(path), offset: 1, count: 6))
  let constant = Constant([2, 3], numbers, name: "w")
  #expect(constant.tensor == Tensor([2, 3], values))
  let reshaped = constant.reshaped([3, 2])
  #expect(reshaped != constant && reshaped.name == "w" && reshaped.tensor == Tensor([3, 2], values))
  for constant in [constant, reshaped] {
    guard case .file(let kept) = constant.entries else {
      Issue.record("the numbers were copied")
      continue
    }
    #expect(kept.file === numbers.file && kept.offset == 1)
  }
}

@Test func aTensorsConstantHoldsIt() {
  let constant = Constant(Tensor([2], [1, 2]), name: "b")
  #expect(constant.shape == [2] && constant.tensor == Tensor([2], [1, 2]))
  #expect(constant.reshaped([2, 1]).tensor == Tensor([2, 1], [1, 2]))
}
