"""A corpus folder -> Documents: reads the texts, holds them to their manifest, and takes deliberate edits into it.

A folder without manifest.yaml gets one derived from its *.txt and *.md files, in memory only.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.errors import CorpusError, ServiceError
from app.index import text_files, write_atomically
from app.schema import Document, Notice

MANIFEST = "manifest.yaml"
TITLE_CHARACTERS = 100  # a derived title is a label on screen: a first line may be a whole paragraph


class NoticeEntry(BaseModel):
    """The operator's notice in the manifest."""

    model_config = ConfigDict(extra="forbid")
    nl: str
    en: str
    link: str = ""


class ManifestEntry(BaseModel):
    """What the manifest says of one text."""

    model_config = ConfigDict(extra="forbid")
    id: str = Field(min_length=1)
    file: str = Field(min_length=1)
    title: str = Field(min_length=1)
    language: str = "nl"
    publisher: str = ""
    source_url: str = ""
    date_note: str = ""
    status: Literal["current", "superseded"] = "current"
    since: date | None = None
    notice: NoticeEntry | None = None
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Manifest(BaseModel):
    """The whole manifest.yaml."""

    model_config = ConfigDict(extra="forbid")
    documents: list[ManifestEntry]


def load_documents(corpus: Path) -> tuple[Document, ...]:
    """Read every text of the folder.

    Returns:
        The documents in the manifest's order, or by path where there is no manifest.

    Raises:
        CorpusError: no folder, no texts, a manifest that can't be read, a hash that differs, a text that the manifest
            doesn't name, an entry without its file, or a file that isn't UTF-8.
    """
    found = text_files(corpus)
    if not (corpus / MANIFEST).is_file():
        if not found:
            raise CorpusError(f"{corpus} holds no texts (*.txt or *.md). Put some there or name another --corpus.")
        return _derived(corpus, found)
    manifest = read_manifest(corpus)
    if not manifest.documents:
        raise CorpusError(f"{corpus / MANIFEST} names no texts. Add them, or run `python -m ingest --accept`.")
    named = {PurePosixPath(entry.file).as_posix() for entry in manifest.documents}
    unnamed = [name for name in found if name not in named]
    if unnamed:
        raise CorpusError(
            f"{corpus / unnamed[0]} is not named in {MANIFEST}. Take it in with "
            f"`python -m ingest --corpus {corpus} --accept`, or move it out of the folder."
        )
    return tuple(_document(corpus, entry) for entry in manifest.documents)


def read_manifest(corpus: Path) -> Manifest:
    """Read and check manifest.yaml.

    Raises:
        CorpusError: not YAML, an unknown or missing key, an id or file named twice, a path out of the folder.
    """
    path = corpus / MANIFEST
    try:
        manifest = Manifest.model_validate(read_yaml(path))
    except ValidationError as error:
        raise CorpusError(f"{path}: {explain(error)}") from None
    for name in ("id", "file"):
        values = [getattr(entry, name) for entry in manifest.documents]
        twice = next((value for value in values if values.count(value) > 1), None)
        if twice is not None:
            raise CorpusError(f"{path}: {name} {twice!r} stands there twice. Give each text its own.")
    for entry in manifest.documents:
        if not (corpus / entry.file).resolve().is_relative_to(corpus.resolve()):
            raise CorpusError(f"{path}: {entry.file!r} lies outside the corpus folder. Put the text inside it.")
    return manifest


def read_yaml(path: Path) -> object:
    """Parse a YAML file of the corpus.

    Raises:
        CorpusError: not UTF-8 or not YAML.
    """
    try:
        return yaml.load(_decode(path, path.read_bytes()), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise CorpusError(
            f"{path} is no valid YAML{where}: {getattr(error, 'problem', error)}. Mend that line."
        ) from None


def explain(error: ValidationError) -> str:
    """The first complaint of pydantic as one sentence with the path to the culprit."""
    first = error.errors()[0]
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"]).lstrip(".")
    return f"{where or 'the file'}: {first['msg']}. Mend that entry."


def accept(corpus: Path) -> list[str]:
    """Write deliberate edits into the manifest: new hashes, and entries for texts found beside the named ones.

    The rest of the manifest, comments included, stays as it is. Returns one line per change made.

    Raises:
        CorpusError: there is no manifest, a key in it stands twice, or a file in it is missing or not UTF-8.
        ServiceError: the manifest can't be written.
    """
    from ruamel.yaml import YAML  # the round trip keeps an expert's comments; nothing else needs it
    from ruamel.yaml.error import MarkedYAMLError

    path = corpus / MANIFEST
    if not path.is_file():
        raise CorpusError(
            f"{corpus} has no {MANIFEST}, so there is nothing to accept: its texts are taken as they are."
        )
    manifest = read_manifest(corpus)
    rewriter = YAML()
    rewriter.width = 4096
    rewriter.indent(mapping=2, sequence=4, offset=2)  # as the manifest is written; ruamel's own would move every line
    try:
        tree = rewriter.load(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:  # stricter than the reader: a key that stands twice
        where = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise CorpusError(f"{path}{where}: {str(error.problem).splitlines()[0]}. Mend it, and accept again.") from None
    changes: list[str] = []
    for entry, node in zip(manifest.documents, tree["documents"], strict=True):
        raw = _read(corpus, entry.file)
        _decode(corpus / entry.file, raw)  # what can't be read afterwards isn't accepted
        digest = _sha256(raw)
        if digest != entry.sha256:
            node["sha256"] = digest
            changes.append(f"{entry.file}: new hash {digest[:12]}…")
    taken = {entry.id for entry in manifest.documents}
    named = {PurePosixPath(entry.file).as_posix() for entry in manifest.documents}
    for document in _derived(corpus, [name for name in text_files(corpus) if name not in named], taken):
        tree["documents"].append(
            {"id": document.id, "file": document.file, "title": document.title, "sha256": document.sha256}
        )
        changes.append(f"{document.file}: taken in as {document.id!r}")
    if changes:
        text = io.StringIO()
        rewriter.dump(tree, text)
        try:
            write_atomically(path, text.getvalue())
        except OSError as error:
            raise ServiceError(f"{path} can't be written ({error.strerror}). Allow writing there.") from None
    return changes


def _document(corpus: Path, entry: ManifestEntry) -> Document:
    raw = _read(corpus, entry.file)
    digest = _sha256(raw)
    if digest != entry.sha256:
        raise CorpusError(
            f"{corpus / entry.file} is not the text that {MANIFEST} describes (sha256 {digest[:12]}… instead of "
            f"{entry.sha256[:12]}…). Restore the file, or, if the edit is deliberate, run "
            f"`python -m ingest --corpus {corpus} --accept`."
        )
    notice = entry.notice
    return Document(
        id=entry.id,
        file=entry.file,
        title=entry.title,
        text=_decode(corpus / entry.file, raw),
        sha256=digest,
        language=entry.language,
        publisher=entry.publisher,
        source_url=entry.source_url,
        date_note=entry.date_note,
        status=entry.status,
        since=entry.since.isoformat() if entry.since else "",
        notice=Notice(notice.nl, notice.en, notice.link) if notice else None,
    )


def _derived(corpus: Path, names: Iterable[str], taken: Iterable[str] = ()) -> tuple[Document, ...]:
    documents: list[Document] = []
    used = set(taken)
    for name in names:
        raw = _read(corpus, name)
        text = _decode(corpus / name, raw)
        short = name.rsplit(".", 1)[0]
        identity = name if short in used else short
        used.add(identity)
        documents.append(Document(id=identity, file=name, title=_title(text, short), text=text, sha256=_sha256(raw)))
    return tuple(documents)


def _title(text: str, fallback: str) -> str:
    line = next((line.strip() for line in text.splitlines() if line.strip()), fallback)
    line = re.sub(r"^#+\s*", "", line)
    if len(line) <= TITLE_CHARACTERS:
        return line
    return line[:TITLE_CHARACTERS].rsplit(" ", 1)[0] + " …"


def _read(corpus: Path, name: str) -> bytes:
    path = corpus / name
    if not path.is_file():
        raise CorpusError(f"{path} is named in {MANIFEST} but isn't there. Restore the file or remove its entry.")
    return path.read_bytes()


def _decode(path: Path, raw: bytes) -> str:
    if raw.startswith(b"\xef\xbb\xbf"):
        raise CorpusError(f"{path} begins with a byte order mark. Save it as UTF-8 without BOM.")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path} is not UTF-8 (byte {error.start}). Save it as UTF-8.") from None
    if not text.strip():
        raise CorpusError(f"{path} is empty. Fill it or remove it from the folder.")
    return text


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
