"""Trains small tokenizers with the PyPI package tokenizers and writes what it makes of sentences.

    make-tokenizers.py                 the fixture beside this file; needs numpy, tokenizers, sentencepiece, protobuf
    make-tokenizers.py FOLDER          larger ones, from text that lies on this machine, into FOLDER; needs numpy, tokenizers

Each folder NAME holds tokenizer.json or vocab.txt. sentences.json lists [text] or [text, pair]. expected.npz has for each
NAME the flat arrays NAME/ids, NAME/starts, NAME/ends (places in UTF-8), NAME/words (-1: none), NAME/types, and NAME/counts, the
number of tokens of each sentence.
"""
import glob
import json
import os
import random
import sys
import tempfile
import unicodedata

import numpy
from tokenizers import AddedToken, BertWordPieceTokenizer, Regex, Tokenizer
from tokenizers import models, normalizers, pre_tokenizers, processors, trainers

here = os.path.dirname(os.path.abspath(__file__))
is_fixture = len(sys.argv) < 2
folder = here if is_fixture else sys.argv[1]
draw = random.Random(3)

odd = [
    "Él comió jalapeños y ñandú en São Paulo", "Ça va? Où êtes-vous, garçon naïf?", "Größe über Straße; ÄÖÜ",
    "我喜欢吃苹果。天气很好!", "東京に住む カタカナ", "한국어 문장 안녕?", "Привет, мир!", "Γειά σου Κόσμε ΣΊΣΥΦΟΣ", "שלום עולם",
    "مرحبا ١٢٣", "नमस्ते दुनिया", "ภาษาไทย", "I ❤️ emoji 😀👩‍👩‍👧‍👦🏳️‍🌈 👍🏽", "e\u0301a\u0300o\u0302\u0323 n\u0303", "ﬁne ﬂow ½ ² ™ ＡＢＣ１２３ ①", "İstanbul ıI",
    "tab\there\r\nnew\u00a0nbsp\u2003em\u3000wide\u200bzero\ufeffmark", "ctrl\x00\x01\x07\x1f\x7f\x85end\ufffd",
    "https://www.example.com/a/b?c=d&e=f#g me@mail.org", "1234567 3.14159 1,000,000 0xBEEF 10^-3", "iPhone McX WORLD hELLO",
    "can't won't I'll they've DON'T it's", "a" * 101, "x" * 99 + " " + "y" * 100, "  leading and   multiple    spaces  ", "", " ",
    "\n\n", "[CLS] [MASK] hello [SEP]x[PAD]", "<mask> <s>hi</s> a<mask>b  <mask>  c <unk>", "¿Qué? «quoted» “smart” ‘single’ — – … •",
    "\u1100\u1161\u11a8 각", "\ufdfa ㍿", "Å \u212b A\u030a", "q\u0307\u0323 q\u0323\u0307", "_under_score snake_case__x",
    "a\u0300\u0301\u0302\u0303\u0304b", "𝒜𝓁𝑔 𐍈 𠀀𠀁", "１２３ ٣٤ Ⅷ", "▁under▁ ▁", "Ġ Ċ", "<0x41>", "\u0301 starts with a mark", "Hello License",
]
words = """network layer token heat map relevance why does this picture matter so much to the answer because every small part
counts and some parts speak against it walking walked unbelievable rethinking children's data driven explain explained explaining
river stone cloud tree window garden yesterday tomorrow quickly slowly brightness darkness above below between""".split()


def own_text(count):
    """Sentences put together from the words above."""
    for _ in range(count):
        line = [draw.choice(words) for _ in range(draw.randint(2, 9))]
        if draw.random() < 0.5:
            line[0] = line[0].capitalize()
        if draw.random() < 0.2:
            line.insert(1, str(draw.randrange(10 ** draw.randint(1, 6))))
        yield draw.choice([" ", " ", " ", ", ", "-"]).join(line) + draw.choice([".", "!", "?", "", "..."])


def local_text():
    """Lines of the Python library and of licences."""
    paths = glob.glob(os.path.dirname(os.__file__) + "/*.py") + glob.glob("/usr/share/common-licenses/*")
    for path in sorted(paths):
        with open(path, encoding="utf-8", errors="ignore") as file:
            yield from (line.rstrip("\n") for line in file if len(line.strip()) > 10)


def noise(count, longest):
    """Characters in a row as no one writes them."""
    pool = [c for line in odd for c in line]
    blocks = [(0x20, 0x250), (0x300, 0x370), (0x370, 0x2000), (0x2000, 0x3100), (0xAC00, 0xD7A4), (0x1F300, 0x1F700)]
    # Characters that came to Unicode after the tables of either side are left out.
    known = lambda c: unicodedata.ucd_3_2_0.category(c) != "Cn"
    for index in range(count):
        length = draw.randint(1, longest)
        if index % 3:
            yield "".join(draw.choice(pool) if draw.random() < 0.6 else draw.choice("etaoin shr ETA'.,-") for _ in range(length))
        else:
            yield "".join(filter(known, (chr(draw.randrange(*draw.choice(blocks))) for _ in range(length))))


lines = list(own_text(600)) if is_fixture else list(local_text())
draw.shuffle(lines)
size, count = (400, 120) if is_fixture else (3000, 2200)
training = lines[:12000] + [line for line in odd if len(line) > 3] * (2 if is_fixture else 40)
sentences = odd + lines[-count:] + list(noise(60 if is_fixture else 1000, 12 if is_fixture else 60))
data = [[s] for s in sentences]
data += [[draw.choice(sentences), draw.choice(sentences)] for _ in range(16 if is_fixture else 200)]
alphabet = pre_tokenizers.ByteLevel.alphabet()


def save(name, tokenizer):
    os.makedirs(f"{folder}/{name}", exist_ok=True)
    tokenizer.save(f"{folder}/{name}/tokenizer.json", pretty=False)
    return tokenizer


def ends(tokenizer, first, last):
    return processors.TemplateProcessing(
        single=f"{first} $A {last}", pair=f"{first} $A {last} $B:1 {last}:1",
        special_tokens=[(name, tokenizer.token_to_id(name)) for name in (first, last)])


def word_pieces():
    t = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    t.normalizer = normalizers.BertNormalizer()
    t.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    t.train_from_iterator(training, trainers.WordPieceTrainer(vocab_size=size + 300, special_tokens=special, show_progress=False))
    os.makedirs(f"{folder}/word-pieces", exist_ok=True)
    with open(f"{folder}/word-pieces/vocab.txt", "w", encoding="utf-8") as file:
        file.writelines(token + "\n" for token, _ in sorted(t.get_vocab().items(), key=lambda item: item[1]))
    return BertWordPieceTokenizer(f"{folder}/word-pieces/vocab.txt")


def byte_pairs():
    """As GPT-2 and RoBERTa have it."""
    t = Tokenizer(models.BPE())
    t.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    t.train_from_iterator(training, trainers.BpeTrainer(
        vocab_size=size + 256, special_tokens=special, initial_alphabet=alphabet, show_progress=False))
    t.add_special_tokens([AddedToken("<mask>", lstrip=True, normalized=False)])
    t.post_processor = processors.RobertaProcessing(("</s>", t.token_to_id("</s>")), ("<s>", t.token_to_id("<s>")))
    return save("byte-pairs", t)


def split_byte_pairs():
    """As Llama 3 has it: a pattern with look-ahead, words that are tokens kept whole."""
    t = Tokenizer(models.BPE(ignore_merges=True))
    t.normalizer = normalizers.NFC()
    pattern = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
               r"|\s+(?!\S)|\s+")
    t.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(pattern), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    t.train_from_iterator(training, trainers.BpeTrainer(
        vocab_size=size, special_tokens=["<|begin|>"], initial_alphabet=alphabet, show_progress=False))
    t.post_processor = processors.Sequence([
        processors.ByteLevel(trim_offsets=False),
        processors.TemplateProcessing(single="<|begin|> $A", pair="<|begin|> $A <|begin|> $B:1", special_tokens=[("<|begin|>", 0)])])
    return save("split-byte-pairs", t)


def fallback_pairs():
    """As Llama 2 has it: blanks replaced, unknown characters as bytes."""
    t = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    t.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    t.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="never")
    special = ["<unk>", "<s>", "</s>"] + [f"<0x{i:02X}>" for i in range(256)]
    t.train_from_iterator(training, trainers.BpeTrainer(
        vocab_size=size + 256, limit_alphabet=80, special_tokens=special, show_progress=False))
    file = json.loads(t.to_str())
    file["pre_tokenizer"] = None
    file["added_tokens"] = file["added_tokens"][:3]
    t = Tokenizer.from_str(json.dumps(file))
    t.post_processor = processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A <s>:1 $B:1", special_tokens=[("<s>", 1)])
    return save("fallback-pairs", t)


def character_map():
    """A map of characters in the form of sentencepiece, small: what NFKC does to what stands in the odd sentences."""
    if not is_fixture:
        with open(here + "/unigrams/tokenizer.json", encoding="utf-8") as file:
            return json.load(file)["normalizer"]["normalizers"][0]["precompiled_charsmap"]
    import base64
    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2
    sources = {c for line in odd for c in line} | {chr(c) for c in range(0xA0, 0x180)} | {chr(c) for c in range(0xFF01, 0xFF5F)}
    rules = {c: unicodedata.normalize("NFKC", c) for c in sources if unicodedata.normalize("NFKC", c) != c}
    rules |= {unicodedata.normalize("NFD", c): c for c in sources if len(unicodedata.normalize("NFD", c)) > 1 and c < "\u0180"}
    rules |= {"\u200b": " ", "\t": " ", "\n": " ", "\r": " ", "\x07": "", "\ufeff": ""}
    with tempfile.TemporaryDirectory() as temporary:
        with open(f"{temporary}/rules.tsv", "w", encoding="utf-8") as file:
            for source, target in sorted(rules.items()):
                file.write(" ".join(f"{ord(c):X}" for c in source) + "\t" + " ".join(f"{ord(c):X}" for c in target) + "\n")
        with open(f"{temporary}/text", "w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in lines)
        sentencepiece.SentencePieceTrainer.train(
            input=f"{temporary}/text", model_prefix=f"{temporary}/m", vocab_size=100, model_type="char",
            normalization_rule_tsv=f"{temporary}/rules.tsv", minloglevel=2, hard_vocab_limit=False)
        model = sentencepiece_model_pb2.ModelProto()
        with open(f"{temporary}/m.model", "rb") as file:
            model.ParseFromString(file.read())
    return base64.b64encode(model.normalizer_spec.precompiled_charsmap).decode()


def unigrams():
    """As XLM-RoBERTa and T5 have it."""
    t = Tokenizer(models.Unigram())
    t.pre_tokenizer = pre_tokenizers.Metaspace()
    t.train_from_iterator(training, trainers.UnigramTrainer(
        vocab_size=size, special_tokens=["<s>", "<pad>", "</s>", "<unk>"], unk_token="<unk>", show_progress=False))
    file = json.loads(t.to_str())
    file["normalizer"] = {"type": "Sequence", "normalizers": [
        {"type": "Precompiled", "precompiled_charsmap": character_map()},
        {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}]}
    t = Tokenizer.from_str(json.dumps(file))
    t.post_processor = ends(t, "<s>", "</s>")
    return save("unigrams", t)


def mixture():
    """Parts that well-known models use one at a time."""
    t = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=30))
    t.normalizer = normalizers.Sequence([
        normalizers.NFKD(), normalizers.StripAccents(), normalizers.Lowercase(), normalizers.Strip()])
    t.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Whitespace(), pre_tokenizers.Digits(), pre_tokenizers.Punctuation(behavior="contiguous")])
    t.train_from_iterator(training, trainers.WordPieceTrainer(vocab_size=size + 200, special_tokens=["[UNK]"], show_progress=False))
    t.add_tokens([
        AddedToken("Hello", normalized=True), AddedToken("License", single_word=True, normalized=True),
        AddedToken("ça", rstrip=True, lstrip=True)])
    return save("mixture", t)


tokenizers = {
    "word-pieces": word_pieces(), "byte-pairs": byte_pairs(), "split-byte-pairs": split_byte_pairs(),
    "fallback-pairs": fallback_pairs(), "unigrams": unigrams(), "mixture": mixture(),
}
arrays = {}
for name, tokenizer in tokenizers.items():
    columns = {"ids": [], "starts": [], "ends": [], "words": [], "types": [], "counts": []}
    for texts in data:
        encoding = tokenizer.encode(*texts)
        columns["counts"].append(len(encoding.ids))
        columns["ids"] += encoding.ids
        columns["types"] += encoding.type_ids
        columns["words"] += [-1 if word is None else word for word in encoding.word_ids]
        for (start, end), sequence in zip(encoding.offsets, encoding.sequence_ids):
            text = texts[sequence or 0]
            columns["starts"].append(len(text[:start].encode()))
            columns["ends"].append(len(text[:end].encode()))
    arrays |= {f"{name}/{key}": numpy.array(column, dtype=numpy.int32) for key, column in columns.items()}
with open(f"{folder}/sentences.json", "w", encoding="utf-8") as file:
    json.dump(data, file, indent=0)
numpy.savez_compressed(f"{folder}/expected.npz", **arrays)
print(len(data), "sentences, or pairs,", len(tokenizers), "tokenizers")
