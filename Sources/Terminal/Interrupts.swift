import Glibc
import Synchronization

/// Counts Ctrl-C. The handler does nothing else, so that whoever is computing can ask and stop where it is safe.
public enum Interrupts {
  private static let count = Atomic<Int>(0)
  private static let isReading = Atomic<Bool>(false)

  /// Takes SIGINT over from the system. System calls are not restarted, so that a prompt that waits for a key wakes up.
  public static func install() {
    _ = count.load(ordering: .relaxed)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in
      Interrupts.count.add(1, ordering: .relaxed)
      if Interrupts.isReading.load(ordering: .relaxed) { Interrupts.repeatSignal(every: 20_000) }
    }
    sigemptyset(&action.sa_mask)
    action.sa_flags = 0
    sigaction(SIGINT, &action, nil)
    action.__sigaction_handler.sa_handler = { _ in }
    sigaction(SIGALRM, &action, nil)
    // Whoever started the program may have blocked the signals, and blocked ones stay so.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGALRM)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// Waits for keys; a Ctrl-C that comes between two reads interrupts the next one.
  ///
  /// The signal would be over when that read begins, and nothing would wake it: so it is followed by alarms until the
  /// reader has noticed.
  static func reading<Result>(_ body: () -> Result) -> Result {
    isReading.store(true, ordering: .relaxed)
    defer {
      isReading.store(false, ordering: .relaxed)
      repeatSignal(every: 0)
    }
    return body()
  }

  /// Alarms at this distance in microseconds; none for 0. A handler may call it.
  private static func repeatSignal(every microseconds: Int) {
    let interval = timeval(tv_sec: 0, tv_usec: microseconds)
    var timer = itimerval(it_interval: interval, it_value: interval)
    setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
  }

  /// How often Ctrl-C was pressed since the last ``clear()``.
  public static var pending: Int { count.load(ordering: .relaxed) }

  public static func clear() {
    count.store(0, ordering: .relaxed)
  }
}
