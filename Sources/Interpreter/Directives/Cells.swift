import Language

extension Directive {
  static let cells = Directive(
    "cells",
    "lists the cells: how each ended, how long it took, and which are stale. What ran has a number, whether it failed or "
      + "not; what was refused before it ran, help and lines such as this one have none",
    check: checkEmpty("cells")
  ) { _, interpreter in
    interpreter.show(.result(CellList(interpreter)))
    return nil
  }
}
