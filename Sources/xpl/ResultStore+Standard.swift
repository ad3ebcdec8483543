import Store

extension ResultStore {
  /// The reader's own store: in `$XPL_CACHE`, else in `xpl` below `$XDG_CACHE_HOME` or `~/.cache`; none where `XPL_CACHE` is
  /// `off` or there is no home.
  static func standard(report: @escaping @Sendable (String) -> Void) -> ResultStore? {
    let own = Child.variable("XPL_CACHE")
    let caches = Child.variable("XDG_CACHE_HOME") ?? Child.variable("HOME").map { "\($0)/.cache" }
    guard own != "off", let folder = own ?? caches.map({ "\($0)/xpl" }) else { return nil }
    return ResultStore(folder: folder, limit: 1 << 30, report: report)
  }
}
