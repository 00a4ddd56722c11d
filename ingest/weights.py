"""The embedding model: from the 4-bit file of an installed package to a folder for two engines.

    ingest.packed -> decoded -> model_dir/multilingual-e5-small         what sentence-transformers loads: the reference
                  -> ingest.graph -> .../multilingual-e5-small/onnx     what `app.onnx_engine` loads: what answers

`prepare` is all that other modules need. Conversion needs neither torch nor transformers.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Final

from app.errors import ModelError
from app.onnx_engine import GRAPH, MARKER, PASSAGE, QUERY, SUMS, TOKENIZER
from ingest.graph import write_graph
from ingest.packed import PACKAGED, Packed, Source, decode_q4, latin_only, read_source, unpack

FOLDER: Final = "multilingual-e5-small"
WEIGHTS: Final = "model.safetensors"
CONVERSION: Final = 2  # goes up with each change of what is written: older folders are then made anew
MAX_TOKENS: Final = 512  # what the model was trained with (its model card); longer texts are cut
# `document` is for `encode_document`, which in sentence-transformers 6.2 else takes its own empty default
PROMPTS: Final = {"query": QUERY, "passage": PASSAGE, "document": PASSAGE}

CONVERTING: Final = "Preparing the embedding model (once, about ten seconds) ..."
WAITING: Final = "Another process is preparing the embedding model; waiting for it ..."
UNWRITABLE: Final = (
    "The embedding model can't be written to {folder}: {reason}. Make sure that the folder is writable and has 500 MB "
    "free, or choose another with CMI_MODEL_DIR, and try again."
)


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
        return isinstance(recorded, dict) and recorded == _marker(folder, source, recorded)
    except (OSError, ValueError):
        return False


def _marker(folder: Path, source: Source, sums: dict[str, object]) -> dict[str, object]:
    """Describe `folder` as its marker should; raises OSError if a file is missing."""
    return {
        "source_sha256": source.sha256,
        "conversion": CONVERSION,
        "model_sha256": sums.get("model_sha256"),
        SUMS: sums.get(SUMS),
        "bytes": {name: (folder / name).stat().st_size for name in (WEIGHTS, GRAPH, *_CONFIGURATION)},
    }


def _sums(folder: Path) -> dict[str, object]:
    return {
        "model_sha256": _sha256(folder / WEIGHTS),
        SUMS: {name: _sha256(folder / name) for name in (GRAPH, TOKENIZER)},
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
        write_graph(latin_only(packed), partial / GRAPH)
        # written last: a folder without a fitting one is not done, whatever else it holds
        (partial / MARKER).write_text(json.dumps(_marker(partial, source, _sums(partial)), indent=1), "utf-8")
        shutil.rmtree(folder, ignore_errors=True)  # out of date or damaged, else we would not be here
        partial.replace(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


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


def _tokenizer(packed: Packed) -> dict[str, object]:
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

_TRUNCATION: Final = {"max_length": MAX_TOKENS, "strategy": "LongestFirst", "stride": 0, "direction": "Right"}

_CONFIGURATION: Final[dict[str, Callable[[Packed], object]]] = {
    "config.json": _model_config,
    "tokenizer.json": _tokenizer,
    TOKENIZER: lambda packed: {**_tokenizer(latin_only(packed)), "truncation": _TRUNCATION},
    "tokenizer_config.json": _tokenizer_config,
    "modules.json": lambda _: _MODULES,
    # the file has no pooler, as nothing here uses one: without this, loading would report it as missing
    "sentence_bert_config.json": lambda _: {"model_kwargs": {"add_pooling_layer": False}},
    "config_sentence_transformers.json": lambda _: {"prompts": PROMPTS, "similarity_fn_name": "cosine"},
    "1_Pooling/config.json": lambda packed: {"embedding_dimension": packed.shape.hidden_size, "pooling_mode": "mean"},
}
