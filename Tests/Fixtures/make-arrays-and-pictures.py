"""Made the fixtures in arrays, pictures and classes, with NumPy 2.4 and Pillow 13.0. Not needed to run the tests."""
import gzip
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image

here = Path(__file__).parent
arrays, pictures, classes = here / "arrays", here / "pictures", here / "classes"

numbers = np.array([[0, 1, 2], [3, 100, 5]])
for kind in "f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8".split():
    for order, letter in [("<", "little"), (">", "big")]:
        np.save(arrays / f"{kind}-{letter}.npy", numbers.astype(order + kind))
np.save(arrays / "b1.npy", numbers > 1)
np.save(arrays / "column-major.npy", np.asfortranarray(np.arange(24, dtype="<i4").reshape(2, 3, 4)))
np.save(arrays / "single.npy", np.float32(2.5))
np.save(arrays / "empty.npy", np.zeros((0, 3), np.float32))
np.save(arrays / "complex.npy", np.zeros(2, np.complex64))
np.save(arrays / "record.npy", np.zeros(2, [("a", "<f4"), ("b", "<i4")]))
np.save(arrays / "specials.npy", np.array([np.nan, np.inf, -np.inf, -0.0, 1e-45], np.float32))
np.save(arrays / "huge.npy", np.array([2**64 - 1], np.uint64))
np.save(arrays / "vector.npy", np.array([1, 2, 3], np.int64))
for version in [2, 3]:
    with open(arrays / f"version-{version}.npy", "wb") as file:
        np.lib.format.write_array(file, numbers.astype("f4"), version=(version, 0))
header = bytes([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2])
(arrays / "bomb-idx3-ubyte.gz").write_bytes(gzip.compress(header + bytes(4 + (8 << 20)), 9, mtime=0))
named = {"images": np.arange(24, dtype=np.uint8).reshape(2, 3, 4), "relevance/conv1": np.ones(3, np.float32)}
np.savez(arrays / "stored.npz", **named)
np.savez_compressed(arrays / "deflated.npz", **named)
zipfile.ZIP64_LIMIT = 10
np.savez(arrays / "zip64.npz", **named)

data = np.arange(24, dtype=np.uint8).reshape(3, 1, 2, 4)
np.savez_compressed(arrays / "named.npz", images=data, labels=np.array([1, 0, 1]), classes=np.array(["cat", "dög"]))
np.savez_compressed(arrays / "fewlabels.npz", x=data, y=np.array([1, 0]))
np.savez_compressed(arrays / "badlabel.npz", x=data, y=np.array([1, 0, 7]), classes=np.array(["cat", "dog"]))
np.savez_compressed(arrays / "nan.npz", x=np.array([[0, 1], [2, np.nan]], np.float32))

y, x = np.mgrid[0:23, 0:37]
random = np.random.default_rng(0)
colour = np.stack([x * 6, y * 10, (x * y) % 256], -1) + random.integers(0, 20, (23, 37, 3))
colour = np.clip(colour, 0, 255).astype(np.uint8)
image = Image.fromarray(colour)
image.save(pictures / "colour.png")
for width, height in [(16, 10), (37, 9), (11, 23), (60, 40)]:
    image.resize((width, height), Image.BILINEAR).save(pictures / f"resized-{width}x{height}.png")
image.convert("L").save(pictures / "grey.png")
image.save(pictures / "colour.jpg", quality=90)
Image.open(pictures / "colour.jpg").convert("RGB").save(pictures / "colour-jpg.png")
image.convert("L").save(pictures / "grey.jpg", quality=90)
image.convert("CMYK").save(pictures / "cmyk.jpg")
palette = image.quantize(16)
palette.save(pictures / "palette.png")
palette.convert("RGB").save(pictures / "palette-rgb.png")
Image.fromarray((colour[:, :, 0] > 100)).save(pictures / "bilevel.png")
Image.fromarray((np.arange(16, dtype=np.uint16) * 4369).reshape(4, 4)).save(pictures / "grey16.png")
alpha = np.zeros((2, 2, 4), np.uint8)
alpha[0, 0] = [10, 20, 30, 255]
Image.fromarray(alpha).save(pictures / "alpha.png")

# torchvision: Resize(16), CenterCrop(13), ToTensor, Normalize.
resized = np.asarray(image.resize((int(16 * 37 / 23), 16), Image.BILINEAR))
top, left = round((16 - 13) / 2), round((resized.shape[1] - 13) / 2)
cut = resized[top : top + 13, left : left + 13].transpose(2, 0, 1) / np.float32(255)
mean, std = np.float32([0.485, 0.456, 0.406]), np.float32([0.229, 0.224, 0.225])
np.save(pictures / "prepared.npy", (cut - mean[:, None, None]) / std[:, None, None])

for name, names in {"ant": ["b.png", "a.png"], "bee": ["c.png"]}.items():
    (classes / name).mkdir(exist_ok=True)
    for number, file in enumerate(names):
        Image.fromarray(np.full((2, 3), 51 * (number + 1), np.uint8)).save(classes / name / file)
