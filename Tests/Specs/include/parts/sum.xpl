let total = (1 + 2 + 3)
def double(x) { return ($x * 2) }
