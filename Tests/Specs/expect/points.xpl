# exit: 3
# error: "sum" is not met: expected (1 + 1) == 3
# output: 42
# With points, the script goes on and the verdict stands.
expect (1 + 1) == 3 points=2 name="sum"
show 42
