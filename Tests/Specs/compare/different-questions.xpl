# exit: 2
# error: grad-cam explains the values of the layer, and guided-grad-cam those of the input: compare them separately
# error: neuron-conductance explains a class through the unit of at=, and ig that unit itself: compare them separately
# error: deletion is given twice
load
compare grad-cam guided-grad-cam layer=6 y=1
compare ig neuron-conductance at=4:50
compare ig gradient scores=[deletion, deletion]
