import Glibc
import Synchronization

/// Takes note of signals. The handlers do little else, so that whoever is computing can ask and stop where it is safe.
public enum Interrupts {
  private static let count = Atomic<Int>(0)
  private static let end = Atomic<Int32>(0)
  private static let resizes = Atomic<Bool>(false)
  private static let suspensions = Atomic<Bool>(false)
  private static let isReading = Atomic<Bool>(false)
  /// Handlers write to it, so that a prompt which waits for keys wakes up, whichever thread the signal came to.
  private static let pipe: (reader: Int32, writer: Int32) = {
    var ends: [Int32] = [-1, -1]
    _ = Glibc.pipe(&ends)
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    return (ends[0], ends[1])
  }()

  /// Takes SIGINT, SIGTERM, SIGHUP and SIGWINCH over from the system.
  ///
  /// System calls are not restarted after the first three, so that a read which would never end is given up.
  public static func install() {
    // What handlers touch is there before they are.
    _ = (pipe, count.load(ordering: .relaxed), end.load(ordering: .relaxed))
    _ = (resizes.load(ordering: .relaxed), suspensions.load(ordering: .relaxed), isReading.load(ordering: .relaxed))
    handle(SIGINT, restarting: false) { _ in
      let before = Interrupts.count.add(1, ordering: .relaxed).oldValue
      if before > 0 && !Interrupts.isReading.load(ordering: .relaxed) { Interrupts.say("\nstill stopping\n") }
      Interrupts.wake()
    }
    for signal in [SIGTERM, SIGHUP] where !isIgnored(signal) {
      handle(signal, restarting: false) { signal in
        Interrupts.end.store(signal, ordering: .relaxed)
        Interrupts.wake()
      }
    }
    handle(SIGWINCH, restarting: true) { _ in
      Interrupts.resizes.store(true, ordering: .relaxed)
      Interrupts.wake()
    }
    // Whoever started the program may have blocked the signals, and blocked ones stay so.
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGWINCH] { sigaddset(&signals, signal) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// How often Ctrl-C was pressed since the last ``clear()``.
  public static var pending: Int { count.load(ordering: .relaxed) }

  /// SIGTERM or SIGHUP, once one has come: the program should end.
  public static var ending: Int32? {
    let signal = end.load(ordering: .relaxed)
    return signal == 0 ? nil : signal
  }

  public static func clear() {
    count.store(0, ordering: .relaxed)
  }

  /// Does `body`, which waits for keys: Ctrl-Z is noted instead of stopping the program, whose terminal is not its
  /// own until it is as it was.
  static func reading<Result>(_ body: () -> Result) -> Result {
    let before = handle(SIGTSTP, restarting: true) { _ in
      Interrupts.suspensions.store(true, ordering: .relaxed)
      Interrupts.wake()
    }
    isReading.store(true, ordering: .relaxed)
    defer {
      isReading.store(false, ordering: .relaxed)
      var action = before
      sigaction(SIGTSTP, &action, nil)
    }
    return body()
  }

  /// Waits until there is something to read, or a signal has been noted; true where there is something to read. A look
  /// that does not wait leaves the note for one that does.
  static func waitForInput(milliseconds: Int32 = -1) -> Bool {
    var ready = [
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
      pollfd(fd: pipe.reader, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&ready, 2, milliseconds) > 0 else { return false }
    if ready[1].revents != 0, milliseconds != 0 {
      var bytes = [UInt8](repeating: 0, count: 64)
      while read(pipe.reader, &bytes, bytes.count) > 0 {}
    }
    return ready[0].revents != 0
  }

  /// Whether the window has changed its size since this was last asked.
  static func takeResize() -> Bool { resizes.exchange(false, ordering: .relaxed) }

  /// Whether Ctrl-Z was pressed since this was last asked.
  static func takeSuspension() -> Bool { suspensions.exchange(false, ordering: .relaxed) }

  private static func isIgnored(_ signal: Int32) -> Bool {
    var action = sigaction()
    sigaction(signal, nil, &action)
    // SIG_IGN is a macro that Swift does not see: the address 1.
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
  }

  @discardableResult private static func handle(
    _ signal: Int32, restarting: Bool, _ handler: @escaping @convention(c) (Int32) -> Void
  ) -> sigaction {
    var (action, before) = (sigaction(), sigaction())
    action.__sigaction_handler.sa_handler = handler
    sigemptyset(&action.sa_mask)
    action.sa_flags = restarting ? SA_RESTART : 0
    sigaction(signal, &action, &before)
    return before
  }

  private static func wake() {
    let code = errno
    var byte: UInt8 = 0
    _ = write(pipe.writer, &byte, 1)
    errno = code
  }

  private static func say(_ text: StaticString) {
    let code = errno
    _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
    errno = code
  }
}
