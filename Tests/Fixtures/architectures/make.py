"""Made the fixtures in this folder with torch 2.13, torchvision 0.28 and onnx. Not needed to run the tests.

First in this folder, for each of the names below:

    xpl -c 'load model NAME weights=random seed=1; save model "NAME.onnx"'

Then this; last, for each file NAME-torchvision.onnx that it writes, which is torchvision's own network:

    xpl -c 'load model "NAME-torchvision.onnx"; show layers | save "NAME.csv"'
"""
import numpy as np
import onnx
import torch
import torchvision

image = (np.arange(3 * 224 * 224) * 7919 % 256).astype(np.float32).reshape(1, 3, 224, 224) / 128 - 1
logits = {}
for name in ["densenet121", "mobilenet-v2", "resnet18", "resnet50", "vgg16"]:
    network = getattr(torchvision.models, name.replace("-", "_"))(weights=None).eval()
    # Batch norms stay nodes of their own, as long as the exporter is not to fold them.
    torch.onnx.export(
        network, torch.zeros(2, 3, 224, 224), f"{name}-torchvision.onnx", dynamo=False, opset_version=17,
        input_names=["input"], dynamic_axes={"input": {0: "batch"}}, do_constant_folding=False,
        training=torch.onnx.TrainingMode.PRESERVE)
    tensors = onnx.load(f"{name}.onnx").graph.initializer
    weights = {t.name: torch.from_numpy(onnx.numpy_helper.to_array(t).copy()) for t in tensors}
    # The bounds of ReLU6 are tensors of the file, but no weights; numbers of batches are not in it.
    weights = {k: v for k, v in weights.items() if not k.endswith((".min", ".max"))}
    weights |= {k: v for k, v in network.state_dict().items() if k.endswith("num_batches_tracked")}
    network.load_state_dict(weights, strict=True)
    with torch.no_grad():
        logits[name] = network(torch.from_numpy(image)).numpy()
np.savez("logits.npz", **logits)
