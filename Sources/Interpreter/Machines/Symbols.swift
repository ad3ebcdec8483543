import Data
import Tensors

/// How the words that an automaton reads are written as samples: one symbol a step, as a 1 in its column.
struct Symbols: Codable, Hashable, Sendable {
  let alphabet: [String]
  /// The column of each symbol.
  let columns: [Int]
  /// The column that is 1 behind the end of a word; without one nothing is.
  let end: Int?
  let steps: Int
  let width: Int

  /// - Parameter end: the category that stands behind the end of a word.
  init(of data: DatasetHeader, end: String?) throws(Mistake) {
    guard data.shape.rank == 2, data.groups.count == 1, case .oneHot(let categories) = data.groups[0].content
    else {
      throw .failed(
        "\(data.name) has steps of \(data.shape.extents.last ?? 0) features, and an automaton reads one symbol a step, such "
          + "as those of load data tomita k=4")
    }
    if let end, !categories.contains(end) { throw .noChoice(end, what: "symbol", choices: categories) }
    let last = categories.firstIndex(of: end ?? "end")
    let symbols = categories.indices.filter { $0 != last }
    guard symbols.count > 0 else { throw .failed("\(data.name) has no symbol but \(categories[0])") }
    alphabet = symbols.map { categories[$0] }
    let first = data.groups[0].columns.lowerBound
    columns = symbols.map { first + $0 }
    self.end = last.map { first + $0 }
    (steps, width) = (data.shape[0], data.shape[1])
  }

  /// A word as a sample [steps, width].
  func sample(_ word: [Int]) -> [Float] {
    var values = [Float](repeating: 0, count: steps * width)
    for step in 0..<steps {
      if let column = step < word.count ? columns[word[step]] : end { values[step * width + column] = 1 }
    }
    return values
  }

  /// The symbol that each step of samples [samples, steps, width] is; nil behind the end of a word.
  func symbols(_ samples: Tensor) -> [Int?] {
    (0..<samples.shape[0] * steps).map { step in
      columns.firstIndex { samples.values[step * width + $0] == 1 }
    }
  }

  func text(_ word: [Int]) -> String {
    word.isEmpty
      ? "the empty word"
      : word.map { alphabet[$0] }.joined(separator: alphabet.allSatisfy { $0.count == 1 } ? "" : " ")
  }
}
