import Foundation
import Models
import ONNX
import Programs
import Tensors
import TestSupport
import Testing

/// What can't be imported gets one sentence that names the place and the reason.
struct RefusalTests {
  @Test(arguments: [
    ("unknown", ["'Softmaks_y'", "Softmaks", "opset 13", "nearest known one is Softmax"]),
    ("unlike-any", ["QLinearConcatenator", "not known"]),
    ("foreign", ["com.microsoft.Gelu", "opset 1"]),
    ("old", ["opset 9", "11"]),
    ("clash-linear", ["'Gemm_y'", "4 features", "reads 3"]),
    ("clash-sum", ["'Add_y'", "[6]", "[5]"]),
    ("clash-conv", ["'Conv_y'", "[3, 8, 8]", "[4, 2, 3, 3]"]),
    ("clash-bias", ["'Conv_y'", "bias of [5]", "4 channels"]),
    ("window", ["'MaxPool_y'", "does not fit into [3, 8, 8]"]),
    ("window-rank", ["'MaxPool_y'", "1 axes", "2 spatial axes"]),
    ("conv-3d", ["'Conv_y'", "5 axes"]),
    ("undefined", ["'Relu_y'", "'nothing'"]),
    ("operand-missing", ["'Conv_y'", "operand 1"]),
    ("attribute-not-a-number", ["'LeakyRelu_y'", "alpha=nan", "finite"]),
    ("axis", ["'Softmax_y'", "axis 5"]),
    ("mixes", ["'Reshape_y'", "mixes samples"]),
    ("across", ["'ReduceMean_y'", "across samples"]),
    ("samples-sliced", ["'Slice_y'", "samples"]),
    ("gather-outside", ["'Gather_y'", "entry 7", "extent 3"]),

    ("two-symbols", ["input 'x'", "more than one axis"]),
    ("no-batch", ["input 'x'", "batch"]),
    ("huge", ["input 'x'", "impossible"]),
    ("huge-constant", ["'ConstantOfShape_h'", "too large"]),
    ("huge-constants", ["'h4'", "too large"]),
    ("divides-by-zero", ["'Div_s'"]),
    ("output-constant", ["output 'y'"]),
  ])
  func complaintsNamePlaceAndReason(_ name: String, _ fragments: [String]) throws {
    let path = Fixtures.folder + "onnx/bad/\(name).onnx"
    let error = try #require(throws: ImportError.self) { try Model(onnx: path) }
    for fragment in fragments { #expect(error.description.contains(fragment)) }
  }

  @Test func weightsThatAreNoNumbersAreRemarked() throws {
    let model = try Model(onnx: Fixtures.folder + "onnx/bad/not-a-number.onnx")
    #expect(model.remarks.count == 1)
    #expect(model.remarks.first?.contains("'w'") == true)
  }

  /// The weights of a large network are looked at when they are first asked for.
  @Test func weightsThatWereLeftUnreadAreRemarkedOnce() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "xpl-large-\(UUID()).onnx").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    var weights = [Float](repeating: 1, count: 2050 * 2050)
    weights[3] = .nan
    try writeAtomically(oneProduct(weights, rows: 2050, columns: 2050), to: path)
    let model = try Model(onnx: path)
    #expect(model.remarks.isEmpty)
    let remarks = model.mergingBatchNorm().remarksOnUnreadWeights()
    #expect(remarks.count == 1 && remarks.first?.contains("'w' holds NaN (first at entry 3)") == true)
    #expect(model.remarksOnUnreadWeights().isEmpty)
  }

  /// Damaged files are refused or make a model that can be written as a program; they never trap.
  @Test(arguments: [
    "conv-grouped-dilated", "channel-shuffle", "transpose-batch", "pad-folded", "slice", "gather",
    "class-token",
    "average-pool-ceil-1", "arithmetic", "batch-norm", "pad-reflect", "reshape-fixed", "types", "external",
    "net-plain-current", "net-sequence-older", "net-attention-older", "net-average-older-training",
  ])
  func damagedFilesNeverTrap(_ name: String) throws {
    #expect(try refusals(of: "onnx/\(name)", among: 2000) > 100)
  }
}

/// How many files that differ from this one in a few bytes are refused.
func refusals(of file: String, among count: Int) throws -> Int {
  let whole = try MappedFile(Fixtures.folder + "\(file).onnx").withUnsafeBytes { Array($0) }
  var state: UInt64 = 1
  func random(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }
  var refused = 0
  for _ in 0..<count {
    var damaged = whole
    for _ in 0...random(3) {
      let place = random(damaged.count)
      switch random(4) {
      case 0: damaged[place] ^= 1 << UInt8(random(8))
      case 1: damaged[place] = [0, 0x7f, 0x80, 0xff][random(4)]
      case 2: for place in place..<min(place + 8, damaged.count) { damaged[place] = 0xff }
      default: damaged[place] = UInt8(random(256))
      }
    }
    do {
      let file = try ModelFile(bytes: damaged, folder: Fixtures.folder + file.prefix { $0 != "/" } + "/")
      _ = try Model(file, name: file).mergingBatchNorm()
    } catch { refused += 1 }
  }
  return refused
}
