# exit: 2
# error: bare-with-keys.xpl:3:12: error: limit= needs data to apply to
load limit=10
