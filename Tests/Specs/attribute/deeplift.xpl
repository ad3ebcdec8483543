# output: residual
# output: 20 of 512 references
# output: standard errors up to
load
attribute deeplift y=1 baseline=mean
expect .residual == 0 within=0.001
attribute deeplift-shap y=1 references=20
expect .residual == 0 within=0.001
attribute gradient-shap y=1 n=8 references=20 noise=0.05
attribute saliency y=1
attribute smoothgrad kind=variance n=4
