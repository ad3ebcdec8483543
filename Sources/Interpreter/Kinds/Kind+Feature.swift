public import Data
import Tensors

extension Kind where Content == FeatureGroup {
  /// A feature by its name or index, or all columns of a category by the category's name; a name wins over an index.
  public static let feature = Kind("a feature", words: { $0.featureNames }) {
    (value, scope) throws(Mistake) in
    switch value {
    case .number, .text: break
    default: throw .wrongKind(expected: "the name or the index of a feature", found: value.kind)
    }
    let data = try scope.knownData()
    guard let feature = data.feature(value.word) else {
      throw .noFeature(
        value.word, data: data.name, names: Array(Set(data.featureNames)).sorted(), count: data.featureCount)
    }
    return feature
  }
}

extension DatasetHeader {
  /// How many features a sample has that is no picture.
  fileprivate var featureCount: Int { shape.rank == 1 ? shape[0] : 0 }

  /// Names of groups, then those of columns of categories.
  fileprivate var featureNames: [String] {
    guard let features else { return [] }
    let names = groups.map(\.name)
    let known = Set(names)
    return names + features.filter { !known.contains($0) }
  }
}

extension Scope {
  /// As they are typed: in quotation marks where a bare word can't hold them.
  fileprivate var featureNames: [String] {
    guard case .known(let data) = data else { return [] }
    return data.featureNames.map { name in
      name.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) } ? name : "\"\(name)\""
    }
  }
}
