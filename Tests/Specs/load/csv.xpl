# A table is loaded by the names of its columns; what is left out and what is predicted is said by name or index.
load data breast-cancer limit=100 seed=1
show data | save "cancer.csv"
load data "cancer.csv" target=class ignore=[mean-radius,1]
# error: columns: 28 of numbers
expect .data.count == 100
expect .data.shape == [28]
expect .data.features[0] == "mean-perimeter"
load data "cancer.csv" target=class classes=[benign,malignant] split=0.75 subset=test seed=3
# error: split by seed 3: 75 rows for training, 25 for testing; these are the ones for testing
expect .data.count == 25
expect .data.classes == ["benign", "malignant"]
show data
# output: worst-area
load data "cancer.csv" target=worst-area ignore=class
# output: with targets from
# error: target worst-area: numbers from
