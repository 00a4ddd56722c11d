"""The real texts and rules without curated questions, which would take long to index: what an agent stands beside."""

from __future__ import annotations

from pathlib import Path

import yaml

from app.bootstrap import build_assistant
from app.chain import Assistant
from app.embedding import SentenceEmbeddings
from app.settings import ROOT
from ingest.build import build
from tests.beekeepers import sha256, write_text
from tests.conftest import Place
from tests.letters import IDENTITY


def deciding(folder: Path, embeddings: SentenceEmbeddings, poison: str = "") -> Assistant:
    """An assistant over a copy of them in a new folder, with `poison` at the end of the first text."""
    place = Place(folder / "corpus", folder / "data")
    for path in (ROOT / "corpus").rglob("*"):
        if path.is_file() and path.name != "questions.yaml":
            write_text(place.corpus / path.relative_to(ROOT / "corpus"), path.read_text("utf-8"))
    if poison:
        manifest = (place.corpus / "manifest.yaml").read_text("utf-8")
        first = yaml.safe_load(manifest)["documents"][0]
        poisoned = (place.corpus / first["file"]).read_text("utf-8") + poison
        write_text(place.corpus / first["file"], poisoned)
        write_text(place.corpus / "manifest.yaml", manifest.replace(first["sha256"], sha256(poisoned)))
    build(place.corpus, place.data, IDENTITY, embeddings)
    return build_assistant(place.settings(), embeddings)
