import Data
import Figures

/// Where a value is not what it was.
struct Difference {
  /// The way to it through the fields: ".logits[0][1]".
  let path: String
  let was: String
  let now: String
  /// How far apart two numbers are.
  var distance: Double?
  /// How many numbers of how many differ there, of which these are furthest apart.
  var share: (count: Int, of: Int)?
}

extension Difference: CustomStringConvertible {
  var description: String {
    let apart = distance.map { ", difference \($0.text(significant: 3))" } ?? ""
    let others =
      share.map { $0.of > 1 ? " (\($0.count) of \($0.of) numbers differ, this one most)" : "" } ?? ""
    return "\(path.isEmpty ? "the value" : path) was \(was), is \(now)\(apart)\(others)"
  }
}

/// Compares records of values as what they hold: numbers as numbers, texts as words and numbers.
struct Comparison {
  /// How far apart two numbers may be, as a share of the largest number of the field that they stand in.
  let tolerance: Double

  func differences(_ was: JSON, _ now: JSON, at path: String = "") -> [Difference] {
    if let old = was.numbers, let new = now.numbers, old.count == new.count, was.extents == now.extents {
      return differences(old, new, of: was.extents, at: path)
    }
    switch (was, now) {
    case (.null, .null): return []
    case (.bool(let old), .bool(let new)) where old == new: return []
    case (.text(let old), .text(let new)) where isSame(old, new): return []
    case (.list(let old), .list(let new)) where old.count == new.count:
      return zip(old, new).enumerated().flatMap { differences($1.0, $1.1, at: "\(path)[\($0)]") }
    case (.object, .object):
      if was["digest"] != nil, now["digest"] != nil { return differences(ofSummaries: was, now, at: path) }
      return differences(ofFields: was, now, at: path)
    default: return [Difference(path: path, was: was.short, now: now.short)]
    }
  }

  private func differences(ofFields was: JSON, _ now: JSON, at path: String) -> [Difference] {
    let (old, new) = (was.sorted, now.sorted)
    // Words repeat what the fields say, rounded; they count where there are no others.
    let own: Set<String> = old.count > 2 ? ["summary"] : []
    let names = Set(old.map(\.key) + new.map(\.key)).subtracting(own)
    return names.sorted().flatMap { name in
      let place = name.isPlain ? "\(path).\(name)" : "\(path)[\"\(name)\"]"
      switch (was[name], now[name]) {
      case (let was?, let now?): return differences(was, now, at: place)
      case (let was, let now):
        return [Difference(path: place, was: was?.short ?? "not there", now: now?.short ?? "not there")]
      }
    }
  }

  /// Many numbers, of which the facts are kept.
  private func differences(ofSummaries was: JSON, _ now: JSON, at path: String) -> [Difference] {
    if case (.text(let old)?, .text(let new)?) = (was["digest"], now["digest"]), old == new { return [] }
    var found: [Difference] = []
    for name in ["shape", "finite"] where (was[name]?.line ?? "") != (now[name]?.line ?? "") {
      found.append(
        Difference(path: "\(path) \(name)", was: was[name]?.short ?? "all", now: now[name]?.short ?? "all"))
    }
    let bounds = [was["least"], was["largest"]].compactMap { $0?.number.map { abs($0) } }.max() ?? 0
    for name in ["least", "largest", "mean", "norm"] {
      guard let old = was[name]?.number, let new = now[name]?.number else { continue }
      let scale = name == "norm" ? abs(old) : bounds
      if isApart(old, new, scale) {
        found.append(
          Difference(
            path: "\(path) \(name)", was: old.text(significant: 6), now: new.text(significant: 6),
            distance: abs(old - new)))
      }
    }
    return found
  }

  /// Numbers of one field.
  private func differences(_ was: [Double?], _ now: [Double?], of extents: [Int], at path: String)
    -> [Difference]
  {
    let scale = was.compactMap { $0.map { abs($0) } }.max() ?? 0
    let apart = was.indices.filter { place in
      guard let old = was[place], let new = now[place] else {
        return (was[place] == nil) != (now[place] == nil)
      }
      return isApart(old, new, scale)
    }
    func distance(_ place: Int) -> Double {
      guard let old = was[place], let new = now[place] else { return .infinity }
      return abs(old - new)
    }
    guard let worst = apart.max(by: { distance($0) < distance($1) }) else { return [] }
    let text = { (number: Double?) in number.map { $0.text(significant: 6) } ?? "not finite" }
    return [
      Difference(
        path: path + indices(of: worst, in: extents), was: text(was[worst]), now: text(now[worst]),
        distance: distance(worst).isFinite ? distance(worst) : nil, share: (apart.count, was.count))
    ]
  }

  /// "[0][1]"
  private func indices(of offset: Int, in extents: [Int]) -> String {
    var rest = offset
    return extents.reversed().map { extent in
      defer { rest /= max(1, extent) }
      return "[\(rest % max(1, extent))]"
    }.reversed().joined()
  }

  private func isApart(_ old: Double, _ new: Double, _ scale: Double) -> Bool {
    abs(old - new) > tolerance * scale
  }

  /// Whether two texts say the same: the same words, and numbers that are close.
  private func isSame(_ was: String, _ now: String) -> Bool {
    if was == now { return true }
    let (old, new) = (Pieces(was), Pieces(now))
    return old.words == new.words && zip(old.numbers, new.numbers).allSatisfy { !isApart($0, $1, abs($0)) }
  }
}

/// A text as its words and the numbers between them.
private struct Pieces {
  private(set) var words: [String] = [""]
  private(set) var numbers: [Double] = []

  init(_ text: String) {
    for match in text.matches(of: #/-?[0-9]+(\.[0-9]+)?(e-?[0-9]+)?|[^-0-9]+|-/#) {
      if let number = Double(match.output.0) {
        numbers.append(number)
        words.append("")
      } else {
        words[words.count - 1] += match.output.0
      }
    }
  }
}

extension JSON {
  var number: Double? {
    if case .number(let number) = self { number } else { nil }
  }

  /// The numbers of a number or of nested lists of nothing else; what was not finite is nil.
  var numbers: [Double?]? {
    switch self {
    case .number(let number): return [number]
    case .list(let values) where !values.isEmpty:
      var numbers: [Double?] = []
      for value in values {
        if case .null = value {
          numbers.append(nil)
        } else if let inner = value.numbers {
          numbers += inner
        } else {
          return nil
        }
      }
      return numbers
    case .null, .bool, .text, .list, .object: return nil
    }
  }

  /// The shape of nested lists.
  var extents: [Int] {
    guard case .list(let values) = self else { return [] }
    return [values.count] + (values.first?.extents ?? [])
  }

  /// The value in a few words.
  var short: String {
    switch self {
    case .number(let number): return number.text(significant: 6)
    case .list where numbers != nil && extents.count > 0 && (numbers?.count ?? 0) > 8:
      return "numbers of shape \(extents)"
    case .object(let members) where self["digest"] != nil:
      return "numbers of shape \(members.first { $0.key == "shape" }?.value.line ?? "")"
    case .null, .bool, .text, .list, .object: return line.count > 80 ? line.prefix(80) + "..." : line
    }
  }
}

extension String {
  fileprivate var isPlain: Bool {
    first?.isLetter == true && allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
  }
}
