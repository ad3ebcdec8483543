# exit: 1
# error: nowhere.xpl
include "nowhere.xpl"
whatever it=defines
