import Execution

extension Monitor {
  /// Stops with the whole and says nothing: for a part that is too short to be told of.
  var quiet: Monitor { Monitor(isCancelled: isCancelled) }
}
