"""What the texts say stands in the texts: the code that reads, finds and answers knows none of it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from app.settings import ROOT

FACTS = re.compile(
    r"""(?x)
    \b(?:1992|1994|1999|2007|2014|2016|2019|2021)\b     # the years of the texts and of what came after
    | \bDNV\b | \bNoloc\b | \bRvA\b | \bAOCF\b | \bACMP\b | 17024
    | 15[.]000 | \b500\ loopbaan | 44\ ?% | \b67\ jaar
    | \b(?:3|drie)\ jaar\b | \bthree\ years\b
    | Register\ Loopbaan | Raad\ voor\ Accreditatie | persoonscertific
    | (?i:tweede\ spoor) | (?i:outplacement) | (?i:loopbaancoaching)
    """
)
"""Numbers, names and terms that only the two texts, or what is known of them, can have brought in."""

NOT_SCANNED = ("ui",)  # the page has tests of its own


def modules() -> list[Path]:
    folders = [ROOT / "ingest", ROOT / "app"]
    return [
        path
        for folder in folders
        for path in sorted(folder.rglob("*.py"))
        if not set(path.relative_to(folder).parts) & set(NOT_SCANNED)
    ]


def said(path: Path) -> list[tuple[int, str]]:
    """The string literals of a module with their lines, docstrings apart: these explain, they don't answer."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    explained = {
        id(statement.value)
        for statement in ast.walk(tree)
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained
    ]


def test_there_is_code_to_scan() -> None:
    assert {"chain.py", "compose.py", "segment.py", "phrases.py"} <= {path.name for path in modules()}


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_string_of_this_module_states_a_fact_of_the_texts(path: Path) -> None:
    assert [(line, text) for line, text in said(path) if FACTS.search(text)] == []


def test_the_scan_would_find_every_text(real_corpus: Path) -> None:
    for path in (real_corpus / "texts").glob("*.txt"):
        assert FACTS.search(path.read_text(encoding="utf-8"))
