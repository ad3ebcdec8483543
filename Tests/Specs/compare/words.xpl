# Methods stand as words or in a list. The best of each score is marked; where a score is not defined, that is said.
# output: not defined
# output: * the best
# output: strongest: 
load
compare gradient ig saliency y=1 scores=[deletion, completeness, sparseness] chance=2
expect .methods == ["gradient", "ig", "saliency"]
expect .best[0] == "ig"
expect .best[2] == none
let deletion = .scores[1][0]
attribute ig y=1 | score deletion
expect .value == $deletion within=0.000001
load tabular
compare ih hessian shapley-interaction y=1 sample=3 groups=[[0,1,2],[3,4],[5,6]] baseline=mean
