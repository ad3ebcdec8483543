import Synchronization

extension Model {
  /// ``mergingBatchNorm()``, made once: what is derived from its weights can then be kept from one
  /// explanation to the next.
  public var merged: Model {
    canonical.model.withLock { known in
      let model = known ?? mergingBatchNorm()
      known = model
      return model
    }
  }

  /// The merged network, shared by all copies of a model.
  final class Canonical: Sendable {
    let model = Mutex<Model?>(nil)
  }
}
