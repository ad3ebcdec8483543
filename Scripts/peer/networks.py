"""Networks of the benchmarks from their weights, written once for TensorFlow and once for PyTorch.

`t` is what computes: a namespace with the few functions that differ between the two.
"""

BETA = 10.0


def dense(t, weights, x):
    """Dense layers with ln(1 + exp(10 s)) / 10 between them: [rows, columns] to [rows, 1]."""
    depth = sum(name.endswith(".weight") for name in weights)
    for layer in range(1, depth + 1):
        x = t.matmul(x, t.transpose(t.array(weights[f"fc{layer}.weight"]))) + t.array(weights[f"fc{layer}.bias"])
        if layer < depth:
            x = t.softplus(BETA * x) / BETA
    return x


def encoder(t, weights, x, heads=4):
    """A transformer encoder with layer norms in front: embeddings [texts, tokens, width] to [texts, 2]."""

    def linear(x, name):
        return t.matmul(x, t.array(weights[f"{name}.weight"])) + t.array(weights[f"{name}.bias"])

    def norm(x, name):
        centred = x - t.mean(x, -1, True)
        scaled = centred / t.sqrt(t.mean(centred * centred, -1, True) + 1e-5)
        return scaled * t.array(weights[f"{name}.weight"]) + t.array(weights[f"{name}.bias"])

    tokens, width = x.shape[-2:]
    blocks = sum(name.endswith("norm1.weight") for name in weights)
    for block in range(blocks):
        h = norm(x, f"blocks.{block}.norm1")

        def split(part, order):
            whole = linear(h, f"blocks.{block}.{part}")
            return t.permute(t.reshape(whole, (-1, tokens, heads, width // heads)), order)

        query, key, value = split("query", (0, 2, 1, 3)), split("key", (0, 2, 3, 1)), split("value", (0, 2, 1, 3))
        attention = t.softmax(t.matmul(query, key) / (width // heads) ** 0.5)
        mixed = t.reshape(t.permute(t.matmul(attention, value), (0, 2, 1, 3)), (-1, tokens, width))
        x = x + linear(mixed, f"blocks.{block}.out")
        inner = t.gelu(linear(norm(x, f"blocks.{block}.norm2"), f"blocks.{block}.up"))
        x = x + linear(inner, f"blocks.{block}.down")
    return linear(t.mean(norm(x, "norm"), 1, False), "classifier")


NETWORKS = {"dense-13-32-32": dense, "dense-500-128-128": dense, "encoder": encoder}
