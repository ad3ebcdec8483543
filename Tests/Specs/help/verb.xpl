# output: concept relevance propagation
# output: epsilon-plus-flat
# output: Example: condition layer=4 channel=50 y=1
?condition
?
