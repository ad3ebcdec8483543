# A table and a network for it come along, too.
load tabular
expect .model.name == "tabular-softplus"
expect .data.name == "breast-cancer"
expect .data.count == 569
expect .data.classes == ["malignant", "benign"]
expect .sample.index[0] == 0
expect .sample.label[0] == 0
predict sample=all
expect .accuracy == 0.98945 within=0.0001
load model tabular-relu
predict sample=all
expect .accuracy == 0.99473 within=0.0001
load tabular-tanh
predict sample=all
expect .accuracy == 0.99121 within=0.0001
load data breast-cancer limit=9
expect .data.count == 9
