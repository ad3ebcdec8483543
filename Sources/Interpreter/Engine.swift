import Execution

/// What all the runs of an interpreter share: what computes, and what is remembered of what was computed.
final class Engine: Sendable {
  let executor = Executor()
  let memory = Memory()
  let files = FileDigests()
}
