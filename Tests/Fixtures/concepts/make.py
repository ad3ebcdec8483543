"""Writes expected.npz: what scikit-learn 1.9 says of learners, scores and components. Tables are those of ../sklearn."""
import warnings
from pathlib import Path

import numpy as np
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.semi_supervised import LabelSpreading

warnings.simplefilter("ignore")
here = Path(__file__).parent
tables = np.load(here.parent / "sklearn" / "expected.npz")
expected = {}

for name in ["iris", "wine"]:
    x, y = tables[f"{name}/x"], tables[f"{name}/y"]

    # Labels of every fifth row, spread over the even rows; then the odd rows as new ones.
    labels = np.where(np.arange(len(y)) % 10 == 0, y, -1)[::2]
    for gamma in [0.1, 0.5]:
        model = LabelSpreading(gamma=gamma).fit(x[::2].astype(float), labels)
        expected[f"{name}/spreading/{gamma}"] = model.label_distributions_
        expected[f"{name}/spreading/{gamma}/new"] = model.predict_proba(x[1::2].astype(float))

    penalty = 0.02
    for sparsity in [0.5, 0.99]:
        model = LogisticRegression(
            C=1 / (len(y) * penalty), l1_ratio=sparsity, solver="saga", max_iter=200000, tol=1e-9
        ).fit(x.astype(float), y)
        expected[f"{name}/sparse/{sparsity}"] = model.coef_

# More features than rows.
x, y = tables["breast-cancer/x"][:24].astype(float), tables["breast-cancer/y"][:24]
y = y + (np.arange(24) % 3 == 0)
model = LogisticRegression(C=1, tol=1e-10, max_iter=10000).fit(x, y)
expected["wide/coefficients"], expected["wide/intercepts"], expected["wide/y"] = model.coef_, model.intercept_, y
pca = PCA(10, svd_solver="full").fit(x)
expected["wide/components"], expected["wide/shares"] = pca.components_, pca.explained_variance_ratio_

random = np.random.default_rng(0)
truth, predicted = random.integers(0, 4, 60), random.integers(0, 5, 60)
expected["scores/truth"], expected["scores/predicted"] = truth, predicted
expected["scores/f1"] = np.array([f1_score(truth, predicted, average="macro")])
scores, ones = random.integers(0, 8, 60), random.integers(0, 2, 60)
expected["scores/scores"], expected["scores/ones"] = scores, ones
expected["scores/area"] = np.array([roc_auc_score(ones, scores)])

np.savez_compressed(here / "expected.npz", **expected)
