"""Made the fixtures in concepts, with NumPy 2.4 and h5py 3.16. Not needed to run the tests.

Files of the form of 3dshapes.h5 and of the archive of dSprites, with few pictures, whose pixels follow from a formula.
"""
from pathlib import Path

import h5py
import numpy as np

here = Path(__file__).parent / "concepts"
here.mkdir(exist_ok=True)

# Floor, wall and object hue, scale, shape, orientation; of these the first, third and fifth are in small-skip.
places = np.array(
    [[0, 2, 4, 6, 3, 14], [1, 2, 4, 6, 3, 14], [8, 8, 8, 0, 0, 0], [0, 0, 0, 7, 1, 2], [2, 0, 6, 4, 2, 8], [9, 9, 9, 7, 3, 13]])
rows, ys, xs, channels = np.meshgrid(range(6), range(64), range(64), range(3), indexing="ij")
images = ((rows * 40 + ys + 2 * xs + 60 * channels) % 256).astype(np.uint8)
values = [np.arange(10) / 10] * 3 + [np.linspace(0.75, 1.25, 8), np.arange(4.0), np.linspace(-30, 30, 15)]
labels = np.stack([values[factor][places[:, factor]] for factor in range(6)], 1)
with h5py.File(here / "3dshapes-few.h5", "w", libver="earliest") as file:
    file.create_dataset("images", data=images, chunks=(4, 32, 64, 1), compression="gzip", compression_opts=9)
    file.create_dataset("labels", data=labels, chunks=(4, 6), compression="gzip")
with h5py.File(here / "3dshapes-unlike.h5", "w", libver="earliest") as file:
    file["images"] = images[:2, :8, :8]
    file["labels"] = labels[:2]
with h5py.File(here / "3dshapes-fewer-labels.h5", "w", libver="earliest") as file:
    file.create_dataset("images", data=np.zeros((6, 64, 64, 3), np.uint8), chunks=True, compression="gzip")
    file["labels"] = labels[:5]

# Colour, shape, scale, orientation, x, y; all but the second and the last are in small-skip.
classes = np.array(
    [[0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 1, 0], [0, 1, 5, 35, 30, 2], [0, 2, 3, 10, 4, 30], [0, 2, 5, 39, 31, 31]])
rows, ys, xs = np.meshgrid(range(5), range(64), range(64), indexing="ij")
sprites = ((rows + ys * xs) % 3 == 0).astype(np.uint8)
metadata = np.array({"title": "few sprites"}, dtype=object)
arrays = dict(metadata=metadata, imgs=sprites, latents_classes=classes, latents_values=classes.astype(float))
np.savez_compressed(here / "dsprites-few.npz", **arrays)
np.savez_compressed(here / "dsprites-grey.npz", **(arrays | {"imgs": sprites * 255}))
np.savez_compressed(here / "dsprites-fewer-classes.npz", **(arrays | {"latents_classes": classes[:4]}))

x = np.arange(8, dtype=np.float32).reshape(4, 2)
concepts = np.array([[0, 2], [1, 0], [1, -1], [0, 1]])
np.savez(here / "concepts.npz", x=x, y=[0, 1, 1, 0], concepts=concepts, concept_names=["wing", "beak"])
np.savez(here / "concepts-of-fewer.npz", x=x, concepts=concepts[:3])
np.savez(here / "concepts-fractions.npz", x=x, concepts=concepts + 0.5)
