# Where a method has no promise to keep, that is said.
# output: this method does not promise it
load
score completeness method=ig y=1
expect .value < 0.0001
score completeness method=input-x-gradient y=1
expect .value > 0.1
