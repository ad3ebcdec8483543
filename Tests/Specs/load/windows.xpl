# A table is cut into sequences; files are pooled, and no sequence goes beyond its file.
load data breast-cancer limit=100 seed=1
show data | save "cancer.csv"
load data breast-cancer limit=25 seed=2
show data | save "more.csv"
load data "cancer.csv" window=30 target=class ignore=[mean-radius,1]
# error: cut into 3 windows of 30 rows; 10 rows at the end are dropped
# output: data cancer: 3 samples of shape [30, 28] in 2 classes
expect .data.labels == [.data.steps[0][29], .data.steps[1][29], .data.steps[2][29]]
load data ["cancer.csv", "more.csv"] window=10 stride=5 target=class classes=[benign,malignant] standardize=true
# error: cut into 23 windows of 10 rows
# output: data cancer+more: 23 samples of shape [10, 30] in 2 classes
show data
# output: sequences of 10 steps with 30 features each; of all steps
expect .classes == ["benign", "malignant"]
sample 0..1
save "two.npz"
load data "two.npz"
expect .data.shape == [10, 30]
show data
expect .steps[1][9] == .labels[1]
