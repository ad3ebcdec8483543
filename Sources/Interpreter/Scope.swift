public import Data
public import Models

/// What is known where a statement stands: everything during a run, some of it before.
public struct Scope: Sendable {
  public enum Fact<Subject: Sendable>: Sendable {
    case known(Subject)
    case absent
    /// Only the run can know.
    case unknown
  }

  public var model: Fact<Model> = .absent
  public var data: Fact<DatasetHeader> = .absent
  /// Files that the script has written by now: what was in them before tells nothing.
  var written: Set<String> = []
  /// The arguments of the same command that have been read so far: a channel is looked up in its layer.
  var arguments = Arguments()

  func knownModel() throws(Mistake) -> Model { try model.subject(orElse: .noModel) }
  func knownData() throws(Mistake) -> DatasetHeader { try data.subject(orElse: .noData) }
}

extension Scope.Fact {
  fileprivate func subject(orElse mistake: Mistake) throws(Mistake) -> Subject {
    switch self {
    case .known(let subject): return subject
    case .absent: throw mistake
    case .unknown: throw .unknowable
    }
  }
}
