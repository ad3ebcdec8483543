# exit: 2
# error: :set needs a name and what it is set to
:set memory
