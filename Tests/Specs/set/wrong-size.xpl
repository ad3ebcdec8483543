# exit: 2
# error: :memory needs a size from 64M
:set memory=much
