# Gradients of single values do not add up to anything.
# exit: 2
# error: attribute saliency has no key "groups"
load tabular
attribute saliency groups=columns
