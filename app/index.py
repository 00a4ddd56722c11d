"""The built index as files: which version is current, whether it is whole, whether it still fits the corpus.

    DATA/CURRENT              the name of the current version; replaced atomically, so a reader sees the old or the new
    DATA/versions/NAME/       one immutable build: chroma/, lexical/, questions.npz, corpus.json
    DATA/versions/NAME/SEAL   sha256 of every file of the build, written last, and its fingerprint

`ingest` writes it, `app` reads it; both compare the same fingerprint.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from app.errors import CorpusError, IndexUnusableError, ServiceError

INDEX_FORMAT = 3
"""Raise it when segmentation, layout or meaning of the built files changes: older builds are then stale."""

POINTER = "CURRENT"
SEAL = "SEAL"
VERSIONS = "versions"
CURATED = ("manifest.yaml", "questions.yaml", "glossary.yaml")
TEXT_SUFFIXES = (".txt", ".md")
COPY = "cmi-index-"  # how the folders of private copies begin
HOLD = "HELD"  # a file in each that its process keeps locked; the system lets go of it whatever the process dies of
YOUNG_SECONDS = 60.0  # between making a copy's folder and locking it lies far less
_HELD: list[FileLock] = []
_LIBRARIES = ("bm25s", "chromadb", "langchain-chroma", "onnxruntime", "PyStemmer", "sentence-transformers", "syntok")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What an index was built from: file hashes by relative path, the model's identity, format and libraries."""

    inputs: dict[str, str]
    model: str
    libraries: dict[str, str]
    format: int = INDEX_FORMAT

    def as_dict(self) -> dict[str, Any]:
        """As stored in the seal."""
        return {
            "format": self.format,
            "inputs": self.inputs,
            "model": self.model,
            "libraries": self.libraries,
        }


def text_files(corpus: Path) -> list[str]:
    """The relative paths of all texts below the folder, sorted; hidden files and folders are passed over.

    Raises:
        CorpusError: there is no such folder.
    """
    if not corpus.is_dir():
        raise CorpusError(f"There is no corpus folder {corpus}. Name an existing one with --corpus or CMI_CORPUS_DIR.")
    names: list[str] = []
    for folder, folders, files in os.walk(corpus):
        folders[:] = [name for name in folders if not name.startswith(".")]
        base = Path(folder).relative_to(corpus)
        names += [
            (base / name).as_posix()
            for name in files
            if not name.startswith(".") and name.lower().endswith(TEXT_SUFFIXES)
        ]
    return sorted(names)


def fingerprint(corpus: Path, model: str) -> Fingerprint:
    """The fingerprint of a corpus folder as it is now, for a model of that identity."""
    names = text_files(corpus) + [name for name in CURATED if (corpus / name).is_file()]
    try:
        inputs = {name: file_sha256(corpus / name) for name in names}
    except OSError as error:
        raise CorpusError(f"{error.filename} can't be read ({error.strerror}). Check its permissions.") from None
    return Fingerprint(inputs, model, {name: version(name) for name in _LIBRARIES})


def current_version(data: Path) -> Path | None:
    """The folder of the current build, or None where none was ever finished."""
    try:
        name = (data / POINTER).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except UnicodeDecodeError:
        name = "unreadable"  # no build is called so: the caller finds it damaged
    return data / VERSIONS / name


def read_seal(folder: Path) -> dict[str, Any]:
    """The seal of a build; an empty dict where it is missing or unreadable (the build is then not whole)."""
    try:
        seal = json.loads((folder / SEAL).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return seal if isinstance(seal, dict) and seal.get("files") else {}


def damaged_files(folder: Path, seal: dict[str, Any]) -> list[str]:
    """The files of a build that are missing or differ from their hash in the seal."""
    damaged = []
    for name, digest in seal.get("files", {}).items():
        path = folder / name
        if not path.is_file() or file_sha256(path) != digest:
            damaged.append(name)
    return damaged


def open_version(corpus: Path, data: Path, model: str) -> Path:
    """The folder of the current build, checked: it is there, whole, and built from this corpus.

    Raises:
        IndexUnusableError: missing, damaged or stale; the message names the command that mends it.
        CorpusError: the corpus folder can't be read.
    """
    remedy = f"Run `{ingest_command(corpus, data)}`."
    wanted = fingerprint(corpus, model)
    folder = current_version(data)
    if folder is None:
        raise IndexUnusableError(f"There is no index in {data} for the corpus {corpus}. {remedy}")
    seal = read_seal(folder)
    if not seal:
        raise IndexUnusableError(f"The index in {data} is damaged: its seal can't be read. {remedy}")
    reason = stale_reason(seal, wanted)
    if reason:
        raise IndexUnusableError(f"The index in {data} is out of date for the corpus {corpus}: {reason}. {remedy}")
    damaged = damaged_files(folder, seal)
    if damaged:
        raise IndexUnusableError(f"The index in {data} is damaged: {damaged[0]} is not what was built. {remedy}")
    return folder


def stale_reason(seal: dict[str, Any], wanted: Fingerprint) -> str:
    """Why a sealed build doesn't fit any more, or an empty string where it does."""
    built = seal.get("fingerprint", {})
    if built.get("format") != wanted.format:
        return "the program that built it is another version"
    if built.get("model") != wanted.model:
        return "it was built with another embedding model"
    if built.get("libraries") != wanted.libraries:
        return "it was built with other library versions"
    before = built.get("inputs", {})
    for name in sorted({*before, *wanted.inputs}):
        if name not in wanted.inputs:
            return f"{name} is gone"
        if name not in before:
            return f"{name} is new"
        if before[name] != wanted.inputs[name]:
            return f"{name} has changed"
    return ""


def ingest_command(corpus: Path, data: Path) -> str:
    """The command that builds the index for this corpus and data folder."""
    return f"python -m ingest --corpus {corpus} --data {data}"


def seal(folder: Path, built_from: Fingerprint, counts: dict[str, int]) -> None:
    """Hash every file of a finished build and write the seal."""
    files = {
        path.relative_to(folder).as_posix(): file_sha256(path) for path in sorted(folder.rglob("*")) if path.is_file()
    }
    content = {"fingerprint": built_from.as_dict(), "counts": counts, "files": files}
    write_atomically(folder / SEAL, json.dumps(content, indent=1, sort_keys=True))


def point_to(data: Path, folder: Path) -> None:
    """Make a sealed build the current one, in one atomic replacement."""
    write_atomically(data / POINTER, folder.name + "\n")


def write_atomically(path: Path, content: str) -> None:
    """Write a small file so that a reader, or a crash, sees the old content or the new, nothing between."""
    named = f"{path.name}."  # what a kill leaves is known by its name
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=named, delete=False) as handle:
        temporary = Path(handle.name)
        try:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
            handle.close()
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def private_copy(folder: Path) -> tempfile.TemporaryDirectory[str]:
    """A copy of a folder that only this process touches: Chroma writes even when it only reads.

    Raises:
        ServiceError: no room for it.
    """
    copy = None
    try:
        copy = tempfile.TemporaryDirectory(prefix=COPY, ignore_cleanup_errors=True)
        _hold(Path(copy.name))
        shutil.copytree(folder, Path(copy.name), dirs_exist_ok=True)
    except OSError as error:  # shutil.Error is one too, and lists every file
        if copy is not None:
            copy.cleanup()
        reason = error.args[0][0][2] if isinstance(error, shutil.Error) else error
        where = os.environ.get("TMPDIR", "the folder for temporary files")
        raise ServiceError(
            f"No private copy of the index can be made in {where} ({reason}). Make room there, or name another folder "
            "with TMPDIR."
        ) from None
    return copy


def _hold(copy: Path) -> None:
    """Lock a private copy as long as this process lives, and remove those that killed processes left behind."""
    _HELD.append(FileLock(copy / HOLD, timeout=0))
    _HELD[-1].acquire()
    for folder in copy.parent.glob(f"{COPY}*"):
        try:
            if folder == copy or time.time() - (folder / HOLD).stat().st_mtime < YOUNG_SECONDS:
                continue
            with FileLock(folder / HOLD, timeout=0):
                shutil.rmtree(folder, ignore_errors=True)
        except (OSError, Timeout):  # another's, or gone meanwhile
            continue


def file_sha256(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
