"""What docs/threat-model.md promises of the code itself: nothing dangerous is imported or called."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from app.settings import ROOT
from tests.conftest import Place
from tests.places import python

SOURCES = [path for part in ("app", "ingest") for path in (ROOT / part).rglob("*.py")]
DANGEROUS = {"eval", "exec", "compile", "__import__", "system", "popen", "unpickle"}

SERVES = """
import sys
from pathlib import Path
from app.bootstrap import build_assistant
from app.settings import Settings
from app.service.server import web_server
from tests.letters import letter_embeddings

settings = Settings(corpus_dir=Path(sys.argv[1]), data_dir=Path(sys.argv[2]))
assistant = build_assistant(settings, letter_embeddings())
assistant.answer("Hoe lang is het keurmerk geldig?")
web_server(assistant, settings)
print(*sorted(name for name in sys.modules if name.startswith("chromadb.server") or name == "torch"))
"""


def test_chromas_python_server_is_never_imported(built: Place) -> None:
    said = python("-c", SERVES, str(built.corpus), str(built.data))
    assert (said.returncode, said.stdout.decode().strip()) == (0, ""), said.stderr.decode()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_is_unpickled_evaluated_or_run(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name for alias in node.names} | {getattr(node, "module", "") or ""}
            assert not names & {"pickle", "marshal", "shelve", "dill", "subprocess", "joblib"}
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            of_re = isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "re"
            assert called not in DANGEROUS or of_re
            for keyword in node.keywords:
                wanted = {"trust_remote_code": False, "allow_pickle": False, "local_files_only": True, "shell": False}
                if keyword.arg in wanted:
                    assert isinstance(keyword.value, ast.Constant)
                    assert keyword.value.value is wanted[keyword.arg]
