# exit: 1
# error: more than 100 calls are open at once
def again() { again }
again
