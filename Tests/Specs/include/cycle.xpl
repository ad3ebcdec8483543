# exit: 2
# error: this file is being included already
include "cycle.xpl"
