# exit: 2
# error: a session can't be written as a page yet
# error: plot text | save "text.html"
load
save "session.html"
