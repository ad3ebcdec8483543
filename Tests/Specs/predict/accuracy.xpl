# The accuracy of the bundled network over all 10,000 test images, as PyTorch measured it.
load
load data fashion-mnist
expect (predict sample=all).accuracy == 0.91 within=1e-6
load data fashion-mnist-512
expect (predict sample=all).accuracy == 0.91796875 within=1e-6
