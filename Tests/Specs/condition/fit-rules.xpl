load
condition y=1 rule=[0:gamma, 1:guided-backprop, 2:norm, 12:z-plus]
condition y=1 rule=[1:pass, 2:gradient, 3:flat]
