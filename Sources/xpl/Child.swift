import Glibc

/// Another program that has the terminal until it ends.
enum Child {
  /// Runs a command of the shell, which finds `argument` as `$0`; gives whether it ended well.
  static func run(_ command: String, argument: String) -> Bool {
    let words: [String] = ["/bin/sh", "-c", command, argument]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for text in arguments { free(text) } }
    // A Ctrl-C is the other program's.
    let interrupts = signal(SIGINT, SIG_IGN)
    defer { signal(SIGINT, interrupts) }
    var process = pid_t()
    guard posix_spawn(&process, "/bin/sh", nil, nil, &arguments, environ) == 0 else { return false }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 { guard errno == EINTR else { return false } }
    return status == 0
  }

  static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}
