expect 1.0 == 1.01 within=0.011
expect 1.0 != 1.02 within=0.011
expect [1, 2] == [1, 2.005] within=0.01
expect 2 <= 1.995 within=0.01
