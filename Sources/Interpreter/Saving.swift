import Concepts
import Figures
import Models
import Tensors

/// The kinds of files that `save` writes, by extension.
enum FileKind: String, CaseIterable {
  case csv, html, ipynb, json, md, npy, npz, onnx, pdf, png, svg, xpl

  /// Whether the whole session goes into such a file where no value is named.
  var holdsSession: Bool { [.html, .ipynb, .md, .xpl].contains(self) }

  init(path: String) throws(Mistake) {
    let name = path.split(separator: "/").last ?? ""
    let suffix = name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
    guard let kind = FileKind(rawValue: suffix) else {
      throw .unknownExtension(path: path, known: FileKind.allCases.map(\.rawValue))
    }
    self = kind
  }
}

extension Kind where Content == String {
  /// The name of a file whose ending says how to write it.
  static let savablePath = Kind("the name of a file") { (value, scope) throws(Mistake) in
    let path = try Kind.path.read(value, scope)
    _ = try FileKind(path: path)
    return path
  }
}

extension Value {
  /// The value as the content of a file.
  func bytes(as kind: FileKind) throws -> [UInt8] {
    switch kind {
    case .npy:
      if let tensor = try result?.tensor ?? plainTensor { return NPY.bytes(NumericArray(tensor)) }
    case .npz:
      if let entries = try savedArchive {
        return try NPZ.bytes(entries.map { (key: $0.key, array: NumericArray($0.tensor)) })
      }
    case .csv:
      if let table = try savedTable { return Array(table.csv.utf8) }
    case .html:
      if let figure = try result?.figure { return try figure.html() }
    case .json:
      return Array(try (result?.table?.json ?? json() + "\n").utf8)
    case .png:
      if let figure = try result?.figure { return try figure.draw().png(scale: 2) }
    case .svg:
      if let figure = try result?.figure { return try figure.draw().svg() }
    case .pdf:
      if let figure = try result?.figure { return try figure.draw().pdf() }
    case .onnx: throw Mistake.noNetwork(self.kind)
    case .ipynb, .md, .xpl: break
    }
    throw Mistake.notSavable(self.kind, as: kind.rawValue, instead: try savableKinds)
  }

  private var savableKinds: [String] {
    get throws {
      try FileKind.allCases.filter { kind in
        switch kind {
        case .npy: try result?.tensor ?? plainTensor != nil
        case .npz: try savedArchive != nil
        case .csv: try savedTable != nil
        case .json, .md: true
        case .html, .pdf, .png, .svg: try result?.figure != nil
        case .onnx: model != nil
        case .ipynb, .xpl: false
        }
      }.map(\.rawValue)
    }
  }

  /// The network that this is, or that a session has at hand.
  var model: Model? {
    result as? Model ?? (result as? Overview)?.model ?? (result as? ConceptRules)?.model.network
  }

  private var result: (any Result)? {
    guard case .result(let result) = self else { return nil }
    return result
  }

  private var savedArchive: [(key: String, tensor: Tensor)]? {
    get throws {
      if let archive = try result?.archive { return archive }
      return try (result?.tensor ?? plainTensor).map { [(key: "values", tensor: $0)] }
    }
  }

  private var savedTable: Table? {
    get throws {
      if let table = try result?.table { return table }
      guard let tensor = try result?.tensor ?? plainTensor, tensor.rank <= 2 else { return nil }
      let width = tensor.rank == 2 ? tensor.shape[1] : 1
      let columns = tensor.rank == 2 ? (0..<width).map(String.init) : ["value"]
      let rows = (0..<(width == 0 ? 0 : tensor.count / width)).map { row in
        tensor.values[row * width..<(row + 1) * width].map { Table.Cell.number($0) }
      }
      return try Table(columns: columns, rows: rows)
    }
  }

  /// Numbers and lists of numbers as a tensor; lists of lists as long as each other make rows.
  var plainTensor: Tensor? {
    switch self {
    case .tensor(let tensor): return tensor
    case .number(let number): return Tensor(Float(number))
    case .list, .range:
      let tensors = (elements ?? []).compactMap(\.plainTensor)
      guard tensors.count == elements?.count, let first = tensors.first,
        tensors.allSatisfy({ $0.shape == first.shape })
      else { return nil }
      return Tensor.stacked(tensors)
    case .nothing, .bool, .text, .unit, .result: return nil
    }
  }
}

extension Tensor {
  /// Shape and range; the numbers themselves where there are few.
  var summary: String {
    if count <= 12 && rank <= 1 {
      return "[" + values.map { Double($0).text(significant: 4) }.joined(separator: ", ") + "]"
    }
    let finite = values.filter(\.isFinite)
    let facts = finite.min().flatMap { low in
      finite.max().map { high in
        "from \(Double(low).text(significant: 4)) to \(Double(high).text(significant: 4))"
      }
    }
    return "tensor \(shape)" + (facts.map { ", \($0)" } ?? "")
      + (finite.count < count ? ", \(count - finite.count) of \(count) not finite" : "")
  }
}
