"""Integrals along paths by path_explain, or by captum, and the finer ones that they are compared with.

Reads what as JSON, writes how long it took as JSON.
"""

import json
import os
import sys
import types

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import finer  # noqa: E402
import numpy  # noqa: E402
import torch  # noqa: E402
from measuring import peak, reset_peak, seconds, weights  # noqa: E402
from networks import NETWORKS  # noqa: E402

# What path_explain's examples and benchmarks use.
SAMPLES = 200
# What captum uses unless told.
STEPS = 50


def path_explain(request, found, samples, references):
    """The tool's name, a call for the first n rows, and what the finer integrals are."""
    import tensorflow as tf
    from path_explain import EmbeddingExplainerTF, PathExplainerTF

    # It traces anew at each call, and says so.
    tf.get_logger().setLevel("ERROR")
    tf.config.threading.set_intra_op_parallelism_threads(request["threads"])
    tf.random.set_seed(0)
    numpy.random.seed(0)
    tensors = types.SimpleNamespace(
        array=lambda constant: constant,
        gelu=lambda x: tf.nn.gelu(x, approximate=False),
        matmul=tf.matmul,
        mean=lambda x, axis, keep: tf.reduce_mean(x, axis, keepdims=keep),
        permute=tf.transpose,
        reshape=tf.reshape,
        softmax=tf.nn.softmax,
        softplus=tf.nn.softplus,
        sqrt=tf.sqrt,
        transpose=tf.transpose,
    )
    constants = {name: tf.constant(values) for name, values in found.items() if values.ndim}

    def model(x):
        return NETWORKS[request["network"]](tensors, constants, x)

    explainer = (EmbeddingExplainerTF if request["work"] == "tokens" else PathExplainerTF)(model)

    def call(rows):
        return explainer.interactions(
            samples[:rows],
            references,
            batch_size=50,
            num_samples=SAMPLES,
            use_expectation=request["work"] == "eh",
            output_indices=request["target"],
        )

    return f"path_explain {type(explainer).__name__}, {SAMPLES} samples", call


def captum(request, samples, references):
    """The same of integrated gradients, and the model."""
    import run
    from captum.attr import IntegratedGradients

    model, _ = run.network(request)
    explainer = IntegratedGradients(model)
    first, base = torch.from_numpy(samples), torch.from_numpy(references)

    def call(_, steps=STEPS):
        return explainer.attribute(
            first, base, target=request["target"], n_steps=steps, internal_batch_size=10
        ).numpy()

    return f"captum IntegratedGradients, {STEPS} steps", call, model


def main():
    request = json.load(sys.stdin)
    torch.set_num_threads(request["threads"])
    samples, references = (numpy.load(request["tensors"][name]) for name in ("samples", "references"))
    rows = request.get("rows") or len(samples)
    if request["work"] == "ig":
        tool, call, model = captum(request, samples, references)
        call(rows, 10)
    else:
        found = weights(request["weights"])
        tool, call = path_explain(request, found, samples, references)
        call(1)
    if rows < len(samples):
        tool += f", {rows} of {len(samples)} rows, stretched"
    # As for our own rows: what loading took is gone, and what comes first does not count.
    reset_peak()
    result, times = seconds(lambda: call(rows), request["repetitions"])
    memory = peak()
    if request["work"] == "ig":
        reference, differences = finer.gradients(request, model, samples, references)
    else:
        reference, differences = finer.hessians(request, found, samples[:rows], references)
    numpy.save(request["result"], result.astype(numpy.float32))
    numpy.save(request["reference"], reference.astype(numpy.float32))
    print(json.dumps({"tool": tool, "times": times, "memory": memory, "differences": differences}))


if __name__ == "__main__":
    main()
