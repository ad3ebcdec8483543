"""Made the fixtures in maps, with scikit-learn 1.9 and NumPy 2.4, of the tables in sklearn. Not needed to run the tests.

Prints the divergences and trustworthiness that MapTests expects.
"""
from pathlib import Path

import numpy as np
from sklearn.manifold import TSNE, trustworthiness

here = Path(__file__).parent
tables = np.load(here / "sklearn" / "expected.npz")
maps = {}
for name, count, perplexity in [("digits", 300, 30), ("wine", 178, 20), ("iris", 150, 10)]:
    rows = tables[f"{name}/x"][:count].astype(float)
    tsne = TSNE(perplexity=perplexity, method="exact", init="pca", random_state=0)
    maps[f"{name}/tsne"] = tsne.fit_transform(rows).astype(np.float32)
    trust = {k: trustworthiness(rows, maps[f"{name}/tsne"], n_neighbors=k) for k in [5, 10, 20]}
    print(name, count, perplexity, tsne.kl_divergence_, trust)
    scaled = (rows - rows.mean(0)) / np.where(rows.std(0) > 0, rows.std(0), 1)
    left, values, right = np.linalg.svd(scaled, full_matrices=False)
    maps[f"{name}/pca"] = (left * values)[:, :2].astype(np.float32)
    print("principal components", trustworthiness(scaled, maps[f"{name}/pca"], n_neighbors=10))
(here / "maps").mkdir(exist_ok=True)
np.savez_compressed(here / "maps" / "expected.npz", **maps)
