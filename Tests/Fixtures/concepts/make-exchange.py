"""Writes exchange/ and exchange-bad/: concepts and classes as CME's programs hand them on. One in ten concepts is predicted wrong;
the class is that of the first two concepts."""
from pathlib import Path

import numpy as np

here = Path(__file__).parent
random = np.random.default_rng(0)
truth = random.integers(0, 2, (300, 6))
predicted = np.where(random.random(truth.shape) < 0.1, 1 - truth, truth)
classes = lambda concepts: 2 * concepts[:, 0] + concepts[:, 1]
for name, c_pred in [("exchange", predicted), ("exchange-bad", predicted * 1.5)]:
    folder = here / name
    folder.mkdir(exist_ok=True)
    np.save(folder / "c_true.npy", truth.astype(np.int64))
    np.save(folder / "c_pred.npy", c_pred.astype(np.float64))
    np.save(folder / "y_true.npy", classes(truth).astype(np.int64))
    np.save(folder / "y_pred.npy", classes(predicted).astype(np.int64))
