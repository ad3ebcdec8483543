# exit: 2
# error: there is no data yet
# error: optimizer adam has no key "momentum"
# error: has no layer "fc5"
# error: mlp is made to the measure of data
train mlp
load data breast-cancer
train mlp momentum=0.9
load data breast-cancer
train mlp hidden=[8,8]
attribute gradient layer=fc5 sample=0
load model mlp weights=random
