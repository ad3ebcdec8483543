# The accuracy of the bundled network over all 10,000 test images, as PyTorch measured it.
load
load data fashion-mnist
expect (predict sample=all).accuracy == 0.9016 within=1e-6
load data fashion-mnist-512
expect (predict sample=all).accuracy == 0.921875 within=1e-6
