import Glibc
import Synchronization

/// Counts Ctrl-C. The handler does nothing else, so that whoever is computing can ask and stop where it is safe.
public enum Interrupts {
  private static let count = Atomic<Int>(0)

  /// Takes SIGINT over from the system. System calls are not restarted, so that a prompt that waits for a key wakes up.
  public static func install() {
    _ = count.load(ordering: .relaxed)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in Interrupts.count.add(1, ordering: .relaxed) }
    sigemptyset(&action.sa_mask)
    action.sa_flags = 0
    sigaction(SIGINT, &action, nil)
    // Whoever started the program may have blocked the signal, and a blocked one stays so.
    var interrupt = sigset_t()
    sigemptyset(&interrupt)
    sigaddset(&interrupt, SIGINT)
    pthread_sigmask(SIG_UNBLOCK, &interrupt, nil)
  }

  /// How often Ctrl-C was pressed since the last ``clear()``.
  public static var pending: Int { count.load(ordering: .relaxed) }

  public static func clear() {
    count.store(0, ordering: .relaxed)
  }
}
