"""The real texts and the real rules, read once; `corpus_copy` is a folder of its own to spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.eligibility.rules import FILE, RuleSet, load_rules
from app.schema import Document
from ingest.load import load_documents

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


@pytest.fixture(scope="session")
def documents() -> dict[str, Document]:
    """The texts by id."""
    return {document.id: document for document in load_documents(CORPUS)}


@pytest.fixture(scope="session")
def rules(documents: dict[str, Document]) -> RuleSet:
    """The rules as they ship."""
    return load_rules(CORPUS / FILE, documents)


@pytest.fixture
def corpus_copy(tmp_path: Path) -> Path:
    """The corpus folder, to be edited."""
    copy = tmp_path / "corpus"
    shutil.copytree(CORPUS, copy)
    for path in copy.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return copy
