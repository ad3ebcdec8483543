public import Language

/// What came of the `expect`s of a script, for a teacher or a program to read.
public struct VerdictReport: Sendable {
  public enum Format: String, Sendable, CaseIterable {
    /// The Test Anything Protocol, version 14 (https://testanything.org/tap-version-14-specification.html).
    case tap
    /// The XML of JUnit as build servers read it (https://github.com/testmoapp/junitxml).
    case junit
  }

  /// The script.
  public let name: String
  public private(set) var verdicts: [Verdict] = []
  /// What ended the script before its end.
  public private(set) var errors: [Diagnostic] = []
  public var isInterrupted = false

  public init(of name: String) { self.name = name }

  public mutating func append(_ verdict: Verdict) { verdicts.append(verdict) }
  public mutating func append(_ error: Diagnostic) { errors.append(error) }

  public func text(as format: Format) -> String {
    switch format {
    case .tap: tap
    case .junit: junit
    }
  }

  /// The points that were given of those that could be; nil where none could be.
  var points: (given: Double, most: Double)? {
    let worth = verdicts.filter { $0.points != nil }
    guard !worth.isEmpty else { return nil }
    func sum(_ verdicts: [Verdict]) -> Double { verdicts.reduce(0) { $0 + ($1.points ?? 0) } }
    return (sum(worth.filter(\.isMet)), sum(worth))
  }
}
