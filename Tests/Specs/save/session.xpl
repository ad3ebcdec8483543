# What a session saves as .xpl runs again.
load
let p = predict y=1
save "again.xpl"
