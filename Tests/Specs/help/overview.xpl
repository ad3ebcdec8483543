# output: Verbs
# output: Statements
# output: Topics
# output:   include     runs another script
# output:   rules       how relevance passes a layer
?
