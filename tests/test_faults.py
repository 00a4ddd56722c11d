"""What goes wrong around the program, done for real: processes killed, clocks set back, texts changed while it serves.

Bad disks are in test_disks.py, harmed files in test_index.py, a chat model that fails in test_llm.py; what takes minutes
is in tests/faults. docs/faults.md lists them all.
"""

from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path

import pytest

from app.bootstrap import build_assistant
from app.embedding import SentenceEmbeddings
from app.errors import IndexUnusableError
from app.index import HOLD, POINTER, SEAL, VERSIONS, YOUNG_SECONDS, current_version, open_version, private_copy
from ingest.build import LOCK, build, current_report
from ingest.remembered import FILE as VECTORS
from tests.beekeepers import MARK, Q_VALIDITY, VALIDITY, write_text
from tests.conftest import Place
from tests.letters import IDENTITY, letter_embeddings
from tests.places import python

KILLED_AT = """
import os, signal, sys
from pathlib import Path
from ingest.build import build
from tests.letters import IDENTITY, letter_embeddings

replace = Path.replace

def die(self, target):
    if Path(target).name == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)
    return replace(self, target)

Path.replace = die
build(Path(sys.argv[1]), Path(sys.argv[2]), IDENTITY, letter_embeddings())
"""
"""The real build; what it dies at is the system call that makes a file the current one."""


@pytest.mark.parametrize("name", [VECTORS, SEAL, POINTER])
def test_a_build_killed_while_this_file_is_replaced_costs_nothing(own: Place, name: str) -> None:
    build(own.corpus, own.data, IDENTITY, letter_embeddings())  # remembers
    questions = own.corpus / "questions.yaml"
    write_text(questions, questions.read_text("utf-8").replace("geldig", "houdbaar", 1))
    before = current_version(own.data)
    killed = python("-c", KILLED_AT, str(own.corpus), str(own.data), name)
    assert (killed.returncode, current_version(own.data)) == (-signal.SIGKILL, before)
    build(own.corpus, own.data, IDENTITY, letter_embeddings())
    now = open_version(own.corpus, own.data, IDENTITY)
    assert now != before
    assert {path.name for path in own.data.iterdir()} <= {LOCK, POINTER, VERSIONS, VECTORS, f"{VECTORS}.new"}


@pytest.mark.parametrize("moment", [0.0, 4e9], ids=["1970", "2096"])
def test_no_clock_tells_what_is_current(own: Place, embeddings: SentenceEmbeddings, moment: float) -> None:
    for folder in (own.corpus, own.data):
        for path in folder.rglob("*"):
            os.utime(path, (moment, moment))
    assert current_report(own.corpus, own.data, IDENTITY) is not None
    assert build_assistant(own.settings(), embeddings).answer(Q_VALIDITY).outcome == "answered"


def test_a_corpus_that_changes_under_a_server_changes_nothing_that_it_says(
    own: Place, embeddings: SentenceEmbeddings
) -> None:
    serving = build_assistant(own.settings(), embeddings)
    write_text(own.corpus / "texts/keurmerk.txt", MARK.replace("vijf", "negen"))
    [citation] = serving.answer(Q_VALIDITY).citations
    assert citation.quote == VALIDITY
    with pytest.raises(IndexUnusableError, match=r"keurmerk\.txt has changed"):
        build_assistant(own.settings(), embeddings)


COPIES = """
import os, signal, sys
from pathlib import Path
from app.index import private_copy

copy = private_copy(Path(sys.argv[1]))
print(copy.name, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def made_long_ago(copy: Path) -> None:
    os.utime(copy / HOLD, (0, (copy / HOLD).stat().st_mtime - 2 * YOUNG_SECONDS))


def test_the_copy_of_a_killed_server_is_removed_by_the_next_one_and_that_of_a_living_one_stays(
    built: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folder = next((built.data / VERSIONS).iterdir()) / "chroma"
    dead = Path(python("-c", COPIES, str(folder), TMPDIR=str(tmp_path)).stdout.decode().strip())
    with private_copy(folder) as living:
        made_long_ago(Path(living))
        assert dead.is_dir()  # too young to tell
        made_long_ago(dead)
        with private_copy(folder) as third:
            assert {path.name for path in tmp_path.iterdir()} == {Path(living).name, Path(third).name}
