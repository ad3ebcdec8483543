/// Something that a session holds: what statements read and change.
enum Slot: Hashable, Sendable {
  case part(Verb.Part)
  /// What `let` bound.
  case name(String)
  /// What `def` defined.
  case definition(String)
  /// `$_`
  case last
  /// `$_3`
  case cell(Int)
}

extension Slot: CustomStringConvertible {
  /// What a reader would call it.
  var description: String {
    switch self {
    case .part(let part): "the \(part.rawValue)"
    case .name(let name): "$\(name)"
    case .definition(let name): "def \(name)"
    case .last: "$_"
    case .cell(let number): "$_\(number)"
    }
  }
}
