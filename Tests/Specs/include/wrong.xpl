# exit: 2
# error: mistake.xpl:2:6: error: nothing is called $x
include "parts/mistake.xpl"
