import Attributions

extension Kind where Content == GroupChoice {
  /// elements, rows, grid:4, slic:50, columns, tokens, words, or lists of values.
  static let grouping = Kind(
    "elements, rows, grid:4, slic:50, columns, tokens, words, or lists of values such as [[0,1],[2,3]]",
    words: { _ in ["columns", "elements", "rows", "tokens", "words"] }
  ) { (value, scope) throws(Mistake) in
    func number(_ part: String, _ example: String) throws(Mistake) -> Int {
      guard let number = Int(part), (1...100_000).contains(number) else {
        throw .wrongKind(expected: "a whole number from 1 to 100000, such as \(example)", found: "'\(part)'")
      }
      return number
    }
    func unknown(_ word: String, sizes: (grid: String, superpixels: String)) -> Mistake {
      .noChoice(
        word, what: "way of grouping",
        choices: [
          "columns", "elements", "grid:\(sizes.grid)", "rows", "slic:\(sizes.superpixels)", "tokens", "words",
          "lists of values",
        ])
    }
    switch value {
    case .text("elements"): return .values(.elements)
    case .text("columns"): return .columns
    case .text("tokens"): return .tokens
    case .text("words"): return .words
    case .text("rows"): return .values(.rows)
    case .unit(let unit) where unit.layer == "grid" && unit.positions == nil:
      return .values(.grid(try number(unit.part, "grid:4")))
    case .unit(let unit) where unit.layer == "slic" && unit.positions == nil:
      return .values(.superpixels(try number(unit.part, "slic:50")))
    case .text(let word): throw unknown(word, sizes: ("4", "50"))
    case .unit(let unit): throw unknown("\(unit.layer):\(unit.part)", sizes: (unit.part, unit.part))
    default:
      guard let lists = value.elements else { throw .wrongKind(expected: name, found: value.kind) }
      var members: [[Int]] = []
      for list in lists {
        // A range among them stands for its numbers.
        let entries = list.elements?.flatMap { entry in
          if case .range = entry { entry.elements ?? [entry] } else { [entry] }
        }
        members.append(try Kind<Int>.whole(from: 0).list.read(entries.map { .list($0) } ?? list, scope))
      }
      return .values(.lists(members))
    }
  }

  private static let name = "elements, rows, grid:4, slic:50, columns, tokens, words, or lists of values"
}
