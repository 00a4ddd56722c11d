"""Copies of a corpus folder with something changed on purpose, built and opened like any other corpus."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from app.bootstrap import RULES, build_assistant
from app.chain import Assistant
from app.corpus import Corpus
from app.schema import Span
from app.settings import Settings
from eval.caching import CachedEmbeddings
from eval.words import NUMBER_WORDS, corpus_names, next_in, shifted_number
from ingest.build import build
from ingest.curate import QUESTIONS
from ingest.load import accept

Rewrite = Callable[[str], str]

SHIFT = 4
"""Added to small numbers, so that none becomes one that the texts mention as well."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SMALL, _LARGE = re.compile(r"(?<![\d.,])\d(?![\d.,]*\d)"), re.compile(r"(?<![\d.,])(?!(?:19|20)\d\d\b)\d[\d.,]*\d")
_SPELT = re.compile(rf"\b(?:{'|'.join(NUMBER_WORDS)})\b", re.I)
_QUOTED = ("quote", "section")  # keys of questions.yaml and rules.yaml that repeat the texts
_SYLLABLES = ("vo", "ri", "ma", "ke", "lu", "ta", "ne", "bo")


def other_numbers(text: str) -> str:
    """Every number but years changed, in digits and in words alike: 3 and drie become 7 and zeven."""
    text = _LARGE.sub(lambda m: shifted_number(m.group()), text)
    text = _SMALL.sub(lambda m: str(int(m.group()) + SHIFT), text)
    return _SPELT.sub(_shifted_word, text)


def other_years(text: str) -> str:
    """Every year three later."""
    return _YEAR.sub(lambda m: str(int(m.group()) + 3), text)


def other_names(corpus: Corpus) -> Rewrite:
    """Every name of the corpus replaced by an invented one, always the same."""
    names = corpus_names(corpus)
    invented = {name: _invented(number) for number, name in enumerate(names)}
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + r")(?!\w)")
    return lambda text: pattern.sub(lambda m: invented[m.group()], text)


def rewritten(source: Path, target: Path, rewrite: Rewrite) -> None:
    """Copy a corpus folder, its texts and all that quotes them rewritten, the manifest accepted."""
    _copy(source, target)
    for path in (target / "texts").iterdir():
        _write(path, rewrite(_read(path)))
    for name in (QUESTIONS, RULES):
        path = target / name
        if path.is_file():
            tree = _rewritten_tree(yaml.load(_read(path), Loader=_LOADER), rewrite)
            _write(path, yaml.dump(tree, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=4096))
    accept(target)


def without(source: Path, target: Path, corpus: Corpus, spans: Sequence[Span]) -> None:
    """Copy a corpus folder without these places; what quotes them is dropped by the build, and there are no rules."""
    _copy(source, target)
    (target / RULES).unlink(missing_ok=True)
    for document in corpus.documents.values():
        text = document.text
        for span in sorted(spans, key=lambda span: -span.start):
            if span.document == document.id:
                text = text[: span.start] + text[span.end :]
        _write(target / document.file, text)
    accept(target)


def beside(source: Path, target: Path, texts: Mapping[str, str]) -> None:
    """Copy a corpus folder and put further texts (by file name) beside its own."""
    _copy(source, target)
    for name, text in texts.items():
        _write(target / "texts" / name, text)
    accept(target)


@contextmanager
def opened(make: Callable[[Path], None], settings: Settings, embeddings: CachedEmbeddings) -> Iterator[Assistant]:
    """The assistant over the corpus that `make` writes into a folder; its files go afterwards.

    Raises:
        CmiError: the altered corpus can't be built or opened.
    """
    with TemporaryDirectory(prefix="cmi-altered-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        make(folder / "corpus")
        build(folder / "corpus", folder / "data", embeddings.identity, embeddings)
        own = settings.model_copy(update={"corpus_dir": folder / "corpus", "data_dir": folder / "data"})
        assistant = build_assistant(own, embeddings)
        yield assistant
        assistant.retriever.store.close()


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def _rewritten_tree(tree: Any, rewrite: Rewrite, key: str = "") -> Any:
    """What repeats the texts, rewritten: quotes and headings, and the number of a rule that must be its quote's."""
    if isinstance(tree, dict):
        return {name: _rewritten_tree(value, rewrite, name) for name, value in tree.items()}
    if isinstance(tree, list):
        return [_rewritten_tree(value, rewrite, key) for value in tree]
    if key in _QUOTED:
        return rewrite(tree)
    if key == "years" and isinstance(tree, int):
        return int(rewrite(str(tree)))
    return tree


def _shifted_word(match: re.Match[str]) -> str:
    word = match.group()
    for _ in range(SHIFT):
        word = next_in(NUMBER_WORDS, word)
    return word.capitalize() if match.group()[0].isupper() else word


def _invented(number: int) -> str:
    base = len(_SYLLABLES)
    return (
        f"{_SYLLABLES[number % base]}{_SYLLABLES[number // base % base]}{_SYLLABLES[-1 - number % base]}x".capitalize()
    )


def _copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target)
    for path in target.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")  # line ends stay as they are


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))
