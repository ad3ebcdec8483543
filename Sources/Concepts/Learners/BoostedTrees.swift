public import Execution
import FoundationEssentials
public import Tensors

/// Classes by a sum of small trees, each of which mends what those before it get wrong.
///
/// log p(class) ∝ rate · Σ tree(x), with one tree for each class and round; by XGBoost on one thread, so that sums are always
/// taken in the same order.
/// Sources: Friedman 2001, "Greedy function approximation"; Chen and Guestrin 2016, "XGBoost".
public struct BoostedTrees: Codable, Hashable, Sendable {
  public struct Settings: Codable, Hashable, Sendable {
    public var rounds: Int
    /// The most questions in a row.
    public var depth: Int
    /// How much of each tree is added.
    public var rate: Double

    /// scikit-learn's defaults.
    public init(rounds: Int = 100, depth: Int = 3, rate: Double = 0.1) {
      self.rounds = rounds
      self.depth = depth
      self.rate = rate
    }
  }

  public let features: Int
  public let classes: Int
  /// The classes that rows have, ascending; the others have probability 0.
  public let present: [Int]
  public let settings: Settings
  /// The trees as XGBoost writes them (UBJSON); empty where there is one class.
  let trees: Data

  /// - Parameters:
  ///   - rows: [rows, features]
  ///   - labels: the class of each row, from 0.
  /// - Throws: ``LearningError``, also where XGBoost is not installed; `CancellationError`.
  public init(
    _ rows: Tensor, labels: [Int], classes: Int, settings: Settings = Settings(), seed: UInt64 = 0,
    monitor: Monitor = .silent
  ) throws {
    try rows.checkAsTable("the rows")
    try rows.check(labels: labels, classes: classes, weights: nil)
    try Self.check(settings)
    let present = Set(labels).sorted()
    features = rows.shape[1]
    self.classes = classes
    self.present = present
    self.settings = settings
    guard present.count > 1 else {
      trees = Data()
      return
    }
    let table = try FeatureTable(rows)
    try table.label(labels.map { label in Float(present.firstIndex(of: label) ?? 0) })
    let booster = try Booster(for: table)
    for (name, value) in [
      "objective": "multi:softprob", "num_class": "\(present.count)", "max_depth": "\(settings.depth)",
      "eta": "\(settings.rate)", "seed": "\(seed % (1 << 31))", "tree_method": "exact",
      // With few rows of many classes a leaf of one class weighs less than the default of 1.
      "min_child_weight": "0",
    ] {
      try booster.set(name, value)
    }
    for round in 0..<settings.rounds {
      if monitor.isCancelled() { throw CancellationError() }
      monitor.report(
        Monitor.Progress(fraction: Double(round) / Double(settings.rounds), step: "boosted trees"))
      try booster.update(round, table)
    }
    trees = try booster.saved()
  }

  private static func check(_ settings: Settings) throws(LearningError) {
    guard settings.rounds > 0 else {
      throw .setting("the number of rounds", Double(settings.rounds), expected: "1 or more")
    }
    guard settings.depth > 0 else {
      throw .setting("the depth of a tree", Double(settings.depth), expected: "1 or more")
    }
    guard settings.rate > 0, settings.rate <= 1 else {
      throw .setting("the rate", settings.rate, expected: "above 0, at most 1")
    }
  }

  /// [rows, classes] of [rows, features].
  public func probabilities(_ rows: Tensor) throws(LearningError) -> Tensor {
    try rows.checkAsTable("the rows")
    guard rows.shape[1] == features else {
      throw .shape("the rows", rows.shape, expected: "[rows, \(features)]")
    }
    var result = Tensor([rows.shape[0], classes], repeating: 0)
    var found = [Float](repeating: 1, count: rows.shape[0])
    if present.count > 1 { found = try Booster(trees).probabilities(FeatureTable(rows)) }
    guard found.count == rows.shape[0] * present.count else {
      throw .library("XGBoost", reason: "\(found.count) numbers for \(rows.shape[0]) rows")
    }
    for (index, value) in found.enumerated() {
      result.values[index / present.count * classes + present[index % present.count]] = value
    }
    return result
  }

  /// The most probable class of each row of [rows, features].
  public func predict(_ rows: Tensor) throws(LearningError) -> [Int] {
    let probabilities = try probabilities(rows)
    return (0..<rows.shape[0]).map { probabilities[$0].values.indexOfLargest }
  }
}

/// A table in XGBoost's memory.
private final class FeatureTable {
  private let library: XGBoost
  fileprivate let handle: XGBoost.Handle

  /// - Parameter rows: [rows, features]
  init(_ rows: Tensor) throws(LearningError) {
    library = try .loaded()
    var handle: XGBoost.Handle?
    try library.check(
      library.createMatrix(rows.values, UInt64(rows.shape[0]), UInt64(rows.shape[1]), .nan, &handle, 1))
    guard let handle else { throw .library("XGBoost", reason: "there is no table") }
    self.handle = handle
  }

  deinit { _ = library.freeMatrix(handle) }

  func label(_ labels: [Float]) throws(LearningError) {
    try library.check(library.setNumbers(handle, "label", labels, UInt64(labels.count)))
  }
}

/// Trees in XGBoost's memory.
private final class Booster {
  private let library: XGBoost
  private let handle: XGBoost.Handle

  /// - Parameter table: what it will learn from, whose number of features it takes.
  init(for table: FeatureTable? = nil) throws(LearningError) {
    library = try .loaded()
    var handle: XGBoost.Handle?
    let tables = [table?.handle].filter { $0 != nil }
    try library.check(library.createBooster(tables, UInt64(tables.count), &handle))
    guard let handle else { throw .library("XGBoost", reason: "there is no booster") }
    self.handle = handle
    try set("nthread", "1")
    try set("verbosity", "0")
  }

  convenience init(_ trees: Data) throws(LearningError) {
    try self.init()
    try library.check(
      trees.withUnsafeBytes { bytes in
        bytes.baseAddress.map { library.load(handle, $0, UInt64(bytes.count)) } ?? -1
      })
  }

  deinit { _ = library.freeBooster(handle) }

  func set(_ name: String, _ value: String) throws(LearningError) {
    try library.check(library.setParameter(handle, name, value))
  }

  func update(_ round: Int, _ table: FeatureTable) throws(LearningError) {
    try library.check(library.update(handle, CInt(round), table.handle))
  }

  func probabilities(_ table: FeatureTable) throws(LearningError) -> [Float] {
    var count: UInt64 = 0
    var values: UnsafePointer<Float>?
    try library.check(library.predict(handle, table.handle, 0, 0, 0, &count, &values))
    return Array(UnsafeBufferPointer(start: values, count: Int(count)))
  }

  func saved() throws(LearningError) -> Data {
    var count: UInt64 = 0
    var bytes: UnsafePointer<CChar>?
    try library.check(library.save(handle, #"{"format": "ubj"}"#, &count, &bytes))
    guard let bytes else { throw .library("XGBoost", reason: "it does not write its trees") }
    return Data(bytes: bytes, count: Int(count))
  }
}
