"""Does one piece of work with PyTorch, zennit-crp or captum; reads what as JSON, writes how long it took as JSON."""

import json
import sys

import numpy
import torch
from measuring import peak, reset_peak, seconds, weights

# torchvision's wheel of the registry is built for GPUs and wants these two to be declared; nothing here calls them.
for operator in ("nms", "qnms"):
    torch.library.define(f"torchvision::{operator}", "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")

import torchvision  # noqa: E402
from captum.attr import Saliency  # noqa: E402
from crp.attribution import CondAttribution  # noqa: E402
from torchvision.models.mobilenetv2 import InvertedResidual, MobileNetV2  # noqa: E402
from zennit.canonizers import AttributeCanonizer, CompositeCanonizer, SequentialMergeBatchNorm  # noqa: E402
from zennit.composites import EpsilonPlusFlat  # noqa: E402
from zennit.layer import Sum  # noqa: E402
from zennit.torchvision import ResNetCanonizer, VGGCanonizer  # noqa: E402


class MobileNetModules(AttributeCanonizer):
    """Residuals and the last pool as modules, which rules can be given to: what ResNetCanonizer does for its networks."""

    def __init__(self):
        super().__init__(self.attributes)

    @staticmethod
    def attributes(_, module):
        if isinstance(module, InvertedResidual) and module.use_res_connect:
            return {"forward": MobileNetModules.residual.__get__(module), "canonizer_sum": Sum()}
        if isinstance(module, MobileNetV2):
            pool = torch.nn.AdaptiveAvgPool2d((1, 1))
            return {"forward": MobileNetModules.whole.__get__(module), "canonizer_pool": pool}
        return None

    @staticmethod
    def residual(self, x):
        return self.canonizer_sum(torch.stack([x, self.conv(x)], dim=-1))

    @staticmethod
    def whole(self, x):
        return self.classifier(torch.flatten(self.canonizer_pool(self.features(x)), 1))


def mobilenet_canonizer():
    return CompositeCanonizer((SequentialMergeBatchNorm(), MobileNetModules()))


NETWORKS = {
    "mobilenet-v2": (torchvision.models.mobilenet_v2, mobilenet_canonizer),
    "resnet50": (torchvision.models.resnet50, ResNetCanonizer),
    "vgg16": (torchvision.models.vgg16, VGGCanonizer),
}


def network(request):
    build, canonizer = NETWORKS[request["network"]]
    model = build(weights=None).eval()
    found = weights(request["weights"])
    state = {
        name: torch.from_numpy(found[name].copy()) for name in model.state_dict() if not name.endswith("_tracked")
    }
    missing = model.load_state_dict(state, strict=False).missing_keys
    assert all(name.endswith("_tracked") for name in missing), missing
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            # zennit 0.5 merges a batch norm, but leaves its epsilon in place, which costs 5e-6 for each of them.
            module.running_var += module.eps
            module.eps = 0.0
    return model, canonizer


def work(request, model, canonizer, images):
    """A function without arguments for what is measured."""
    target = request["target"]
    conditions = [{"y": [target], request["layer"]: [channel]} for channel in request["channels"]]

    def forward():
        with torch.no_grad():
            return model(images)

    def gradient():
        images.requires_grad_(True)
        return Saliency(model).attribute(images, target=target, abs=False)

    def condition():
        # The images keep what was added to their gradient.
        images.grad = None
        return attribution(images, conditions, composite).heatmap

    def generate():
        images.grad = None
        parts = attribution.generate(images, conditions, composite, batch_size=8, verbose=False)
        return torch.cat([part.heatmap for part in parts])

    if request["work"] in ("condition", "generate"):
        attribution = CondAttribution(model, no_param_grad=True)
        composite = EpsilonPlusFlat(canonizers=[canonizer()])
        images.requires_grad_(True)
    return {"forward": forward, "gradient": gradient, "condition": condition, "generate": generate}[request["work"]]


TOOLS = {
    "forward": "PyTorch",
    "gradient": "captum Saliency",
    "condition": "zennit-crp, call",
    "generate": "zennit-crp, generate",
}


def main():
    request = json.load(sys.stdin)
    torch.set_num_threads(request["threads"])
    model, canonizer = network(request)
    images = torch.from_numpy(numpy.load(request["tensors"]["images"]))
    call = work(request, model, canonizer, images)
    # As for our own rows: what loading took is gone, and the first repetition does not count.
    reset_peak()
    result = call()
    _, times = seconds(call, request["repetitions"])
    numpy.save(request["result"], result.detach().numpy().astype(numpy.float32))
    print(json.dumps({"tool": TOOLS[request["work"]], "times": times, "memory": peak()}))


if __name__ == "__main__":
    main()
