import Synchronization
import Tensors

/// Weights in a file that nobody has looked at since the model was loaded.
final class UnreadWeights: Sendable {
  private let tensors: Mutex<[(name: String, numbers: MappedFloats)]>

  init(_ tensors: [(name: String, numbers: MappedFloats)] = []) {
    self.tensors = Mutex(tensors)
  }

  /// Reads them. What there is to remark is told once.
  func remarks() -> [String] {
    let unread = tensors.withLock { tensors in
      defer { tensors = [] }
      return tensors
    }
    return unread.compactMap { Self.remark($0.name, firstNaN: $0.numbers.firstNaN) }
  }

  /// The remark on a tensor that holds NaN, at the given entry first.
  static func remark(_ name: String, firstNaN: Int?) -> String? {
    firstNaN.map { "tensor '\(name)' holds NaN (first at entry \($0)): what depends on it has no meaning" }
  }
}

extension Model {
  /// What is to be remarked on weights that were left unread at load; they are read by the first call, which alone tells.
  ///
  /// A network is loaded without reading all of its weights: those of VGG-16 take 0.15 s where the file is in memory.
  /// Small networks have been read when they are loaded, and what there is to say of them is among `remarks`.
  public func remarksOnUnreadWeights() -> [String] { unread.remarks() }
}
