import Execution
import Glibc
import Store
import Synchronization
import Tensors

/// What all the runs of an interpreter share: what computes, and what is remembered of what was computed.
final class Engine: Sendable {
  let executor = Executor()
  let memory = Memory()
  let files = FileDigests()
  let store: ResultStore?
  private let readBack = Mutex(0)

  /// What takes less is computed again sooner than it is worth a file.
  private static let shortest = Duration.milliseconds(100)

  init(store: ResultStore?) {
    self.store = store
  }

  /// How many commands were answered by the store so far.
  var readBackCount: Int { readBack.withLock { $0 } }

  /// What the store has on a command that follows from `origin`; else a tape to be written.
  func tape(of origin: Origin) -> Tape {
    guard let store, origin.isRepeatable, let content = store.content(of: Self.key(origin)),
      let tape = Tape(content)
    else { return Tape() }
    return tape
  }

  func keep(_ tape: Tape, of origin: Origin, _ command: String) {
    if tape.isRead { return readBack.withLock { $0 += 1 } }
    let duration = tape.duration
    guard let store, origin.isRepeatable, duration >= Self.shortest, let content = tape.content else {
      return
    }
    let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    store.keep(content, for: Self.key(origin), what: command, seconds: seconds)
  }

  /// Another build of the program may compute otherwise: its results are others.
  private static func key(_ origin: Origin) -> Digest { Digest(of: [origin.digest, program]) }

  private static let program: Digest = {
    var status = stat()
    guard stat("/proc/self/exe", &status) == 0 else { return Digest("") }
    return Digest("\(status.st_size) \(status.st_mtim.tv_sec) \(status.st_mtim.tv_nsec)")
  }()
}
