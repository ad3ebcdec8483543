"""Made discovery/expected.json, with scikit-learn 1.9. Not needed to run the tests.

Tables are those of sklearn/expected.npz: digits/x and iris/x, as float32.
"""
import json
from pathlib import Path

import numpy as np
from sklearn.decomposition import DictionaryLearning, FastICA, sparse_encode

here = Path(__file__).parent
tables = np.load(here / "sklearn" / "expected.npz")
expected = {}
digits = tables["digits/x"].astype(float)
iris = tables["iris/x"].astype(float)
expected["digits/rows"] = [int(n) for n in digits.shape]
for alpha in (1.0, 2.0):
    best = np.inf
    for algorithm in ("lars", "cd"):
        found = DictionaryLearning(12, alpha=alpha, max_iter=500, tol=1e-8, fit_algorithm=algorithm, random_state=0).fit(digits)
        codes = sparse_encode(digits, found.components_, algorithm="lasso_cd", alpha=alpha, max_iter=5000)
        best = min(best, float(0.5 * ((digits - codes @ found.components_) ** 2).sum() + alpha * np.abs(codes).sum()))
    expected[f"digits/dictionary/{alpha:g}"] = best
found = FastICA(3, whiten="unit-variance", fun="logcosh", tol=1e-10, max_iter=5000, random_state=0).fit(iris)
mixing = found.mixing_.T
expected["iris/ica"] = (mixing / np.linalg.norm(mixing, axis=1, keepdims=True)).tolist()
(here / "discovery").mkdir(exist_ok=True)
(here / "discovery" / "expected.json").write_text(json.dumps(expected, indent=1))
