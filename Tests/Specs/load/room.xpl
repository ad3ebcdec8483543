# Made up data says so, and is the same for the same seed.
# error: synthetic: no sensor has measured this; 12 days of 1440 minutes, seed 0
# output: data synthetic-room: 288 samples of shape [60, 4] in 2 classes
load data room
show data
# output: Temperature  number
# output: °C
expect .units == ["°C", "%", "lux", "ppm"]
expect .features[3] == "CO2"
expect .steps[100][59] == .labels[100]
load data room subset=test window=120 seed=3 standardize=true
expect .data.count == 36
expect .data.shape == [120, 4]
