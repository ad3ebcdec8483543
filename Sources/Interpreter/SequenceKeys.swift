import Data

/// The keys of `load` that say how sequences are cut out of data, made up, or put together.
enum SequenceKeys {
  static let centre = Key(
    "centre", optional: .flag, "whether the picture in the middle makes the class of a strip",
    otherwise: "those do that are of the class of most")
  static let columns = Key(
    "columns", optional: .choice("way to read columns", of: SequenceOptions.Columns.allCases.map(\.rawValue)),
    "readable turns the 76 columns of the MIMIC-III benchmarks into the 17 measurements that they were made from",
    otherwise: "as they are")
  static let from = Key(
    "from", optional: .path,
    "the folder with the files of the pictures that strips are put together from; of dsprites and shapes3d the published "
      + "file",
    otherwise: "that of Debian's package; dsprites is drawn")
  static let items = Key(
    "items", optional: .whole(from: 3, to: 99), "how many pictures make a strip", otherwise: "3")
  static let k = Key(
    "k", optional: .whole(from: 1, to: 7), "which of Tomita's languages words are of", otherwise: "1")
  static let stride = Key(
    "stride", optional: .whole(from: 1), "how many rows lie between the starts of two windows",
    otherwise: "as many as are in one, so that none is in two")
  static let window = Key(
    "window", optional: .whole(from: 2),
    "how many rows of a table are one sequence; what is left at the end is dropped",
    otherwise: "each row is a sample")

  static let all: [any Parameter] = [centre, columns, from, items, k, stride, window]

  static func options(_ arguments: Arguments, seed: UInt64) -> SequenceOptions {
    var options = SequenceOptions()
    options.isCentred = arguments[centre]
    options.columns = arguments[columns].flatMap { SequenceOptions.Columns(rawValue: $0) }
    options.source = arguments[from].map(expanded)
    options.items = arguments[items]
    options.language = arguments[k]
    options.stride = arguments[stride]
    options.window = arguments[window]
    options.seed = seed
    return options
  }
}
