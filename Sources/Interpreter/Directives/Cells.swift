import Language

extension Directive {
  static let cells = Directive(
    "cells", "lists the cells: how each ended, how long it took, and which are stale",
    check: checkEmpty("cells")
  ) { _, interpreter in
    interpreter.show(.result(CellList(interpreter)))
    return nil
  }
}
