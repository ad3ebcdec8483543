# output: attribute occlusion: the logit when only a window
# output: From Zeiler and Fergus 2014.
# output: rule=[LAYER:z-box]: how relevance passes a layer
# output: composite=epsilon-plus: which layer hands on relevance by which rule
# output:   convolution: z-plus
# output: score deletion: the area under the probability
# output: interact ih: integrated Hessians
# output: score deletion [of=] [method=]
load
?occlusion z-box
?epsilon-plus
?deletion
?ih
