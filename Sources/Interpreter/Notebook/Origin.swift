import Synchronization
import Tensors

/// What a value follows from: the digest of the text that made it and of the origins of all that this text read.
///
/// Two values with one origin are the same, so that a result is never computed twice, and a result is stale once its
/// statement would have another origin.
struct Origin: Hashable, Sendable {
  let digest: Digest
  /// Whether the same text would make the same value again; where not, it is not kept for later.
  let isRepeatable: Bool

  init(_ digest: Digest, isRepeatable: Bool = true) {
    self.digest = digest
    self.isRepeatable = isRepeatable
  }

  /// Of what is not there.
  static let absent = Origin(Digest("absent"))

  /// Of a value that nothing is known of: no other has it.
  static func unknown() -> Origin {
    Origin(Digest("unknown \(count.add(1, ordering: .relaxed).newValue)"), isRepeatable: false)
  }
  private static let count = Atomic<Int>(0)

  /// Of what a statement with this origin leaves in a place.
  func left(in place: Slot) -> Origin {
    Origin(Digest("\(digest) \(place)"), isRepeatable: isRepeatable)
  }
}

extension Value {
  /// The origin of a value that says all there is to it: numbers, texts, lists and tensors; nil for results.
  var plainOrigin: Origin? {
    switch self {
    case .nothing: Origin(Digest("nothing"))
    case .bool(let value): Origin(Digest("bool \(value)"))
    case .number(let value): Origin(Digest("number \(value)"))
    case .text(let text): Origin(Digest("text \(text)"))
    case .unit(let unit): Origin(Digest("unit \(unit)"))
    case .range(let range): Origin(Digest("range \(range)"))
    case .tensor(let tensor):
      Origin(
        Digest(of: [Digest("tensor \(tensor.shape)"), tensor.values.withUnsafeBytes { Digest($0) }]))
    case .list(let values):
      values.reduce(Optional(Origin(Digest("list")))) { origin, value in
        guard let origin, let next = value.plainOrigin else { return nil }
        return Origin(Digest(of: [origin.digest, next.digest]))
      }
    case .result: nil
    }
  }
}
