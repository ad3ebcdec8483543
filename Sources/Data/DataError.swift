public import Tensors

/// Why data can't be brought in, or a sample of it not be given.
public enum DataError: Error, Hashable, Sendable {
  case unknown(name: String, names: [String])
  case unknownFormat(path: String, formats: [String])
  case notInstalled(name: String, path: String, package: String)
  case comesWithoutFiles(name: String, way: String)
  case notBundled(path: String)
  case unknownSubset(name: String, subset: String, subsets: [String])
  case badKey(key: String, value: String, reason: String)
  case noColumn(key: String, name: String, names: [String])
  case empty(source: String)
  case notFinite(source: String, sample: Int, position: [Int], value: Float)
  case noSample(name: String, index: Int, count: Int)
  case tooManySamples(name: String, count: Int, bytes: Int)
  case badLabels(source: String, reason: String)
  case badShape(source: String, reason: String)
  case badTable(source: String, line: Int?, reason: String)
  case badPicture(path: String, reason: String)
  case noInput(name: String, input: String, names: [String])
  case otherShape(path: String, found: Shape, expected: Shape)
}

extension DataError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknown(let name, let names):
      "there is no file, folder or data set '\(name)': check the path, or choose one of \(list(names))"
    case .unknownFormat(let path, let formats):
      "'\(path)' is of no kind that can be read as data: give \(formats.joined(separator: ", "))"
    case .notInstalled(let name, let path, let package):
      "data set \(name) is not installed ('\(path)' is missing): sudo apt-get install \(package)"
    case .comesWithoutFiles(let name, let way):
      "data set \(name) comes without its files: \(way)"
    case .notBundled(let path):
      "the bundled file '\(path)' is missing: keep the folder xpl_DataResources.resources beside the program, "
        + "or build again with Scripts/run"
    case .unknownSubset(let name, let subset, []):
      "\(name) has no subset '\(subset)', nor any other: leave subset= out"
    case .unknownSubset(let name, let subset, let subsets):
      "\(name) has no subset '\(subset)': choose \(subsets.joined(separator: " or "))"
    case .badKey(let key, let value, let reason):
      "\(key)=\(value) can't be used here: \(reason)"
    case .noColumn(let key, let name, let names):
      "\(key)=\(name) can't be used here: the file has \(names.count) columns: \(few(names))"
    case .empty(let source):
      "\(source) holds no samples: choose data with at least one"
    case .notFinite(let source, let sample, let position, let value):
      "\(source) holds \(value.isNaN ? "NaN" : "an infinity") in sample \(sample) at "
        + "\(Shape(position)): replace or drop such values before loading"
    case .noSample(let name, let index, let count):
      "\(name) has no sample \(index): it has \(count), numbered 0 to \(count - 1)"
    case .tooManySamples(let name, let count, let bytes):
      "there is no room for \(count) samples of \(name) at once, \(bytes / 1_000_000) MB: choose fewer, or load it "
        + "with limit="
    case .badLabels(let source, let reason):
      "the labels of \(source) don't fit: \(reason)"
    case .badShape(let source, let reason):
      "\(source) can't be read as samples: \(reason)"
    case .badTable(let source, let line?, let reason):
      "\(source) can't be read as a table: line \(line): \(reason)"
    case .badTable(let source, nil, let reason):
      "\(source) can't be read as a table: \(reason)"
    case .badPicture(let path, let reason):
      "picture '\(path)' can't be read: \(reason)"
    case .noInput(let name, let input, let names):
      "\(name) has nothing for the network's input \"\(input)\": it has \(list(names)); give an archive (.npz) whose "
        + "arrays are called like the inputs"
    case .otherShape(let path, let found, let expected):
      "picture '\(path)' is \(found) and the first one \(expected): make them alike, for example by resize=256 crop=224"
    }
  }
}

private func few(_ names: [String]) -> String {
  list(Array(names.prefix(12))) + (names.count > 12 ? ", ..." : "")
}

private func list(_ names: [String]) -> String {
  names.joined(separator: ", ")
}
