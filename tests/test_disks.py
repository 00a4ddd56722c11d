"""Disks that are full or can't be written: each ends in one paragraph with the remedy, and nothing is lost or left.

As root, permissions stop nobody, so the disks are real mounts in a namespace of their own (see `tests/trouble.py`).
"""

from __future__ import annotations

import json
import shutil
from typing import Any

import pytest

from app.errors import ServiceError
from tests.beekeepers import MARK, VALIDITY, write_corpus, write_text
from tests.conftest import Place
from tests.places import in_namespace
from tests.trouble import SMALL_DISKS

pytestmark = pytest.mark.namespace

Told = dict[str, dict[str, Any]]
EVERY_TROUBLE = [
    *(f"full at {size}" for size in SMALL_DISKS),
    "no room for a copy",
    "read-only, empty",
    "read-only, edited: accept",
    "nowhere for a copy",
]


@pytest.fixture(scope="module")
def told(built: Place, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """How the commands ended, place by place."""
    folder = tmp_path_factory.mktemp("trouble")
    shutil.copytree(built.corpus, folder / "corpus")
    shutil.copytree(built.data, folder / "data")
    edited = write_corpus(folder / "edited")
    write_text(edited / "texts/keurmerk.txt", MARK + "Nog een zin.\n")
    done = in_namespace("--mount", "-m", "tests.trouble", str(folder))
    assert done.returncode == 0, done.stderr.decode()
    found: Told = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("place", EVERY_TROUBLE)
def test_trouble_ends_in_the_exit_code_of_a_service_that_failed(told: Told, place: str) -> None:
    assert (told[place]["exit_code"], told[place]["bug"]) == (ServiceError.exit_code, "")


@pytest.mark.parametrize("place", EVERY_TROUBLE)
def test_trouble_is_told_in_one_paragraph(told: Told, place: str) -> None:
    message = told[place]["stderr"].strip().splitlines()[-1]  # after the progress bars
    assert 40 < len(message) < 600
    assert "Traceback" not in told[place]["stderr"]


@pytest.mark.parametrize("size", SMALL_DISKS)
def test_a_full_disk_is_told_with_the_remedy(told: Told, size: int) -> None:
    message = told[f"full at {size}"]["stderr"]
    assert "The index can't be written to" in message
    assert "Make room or allow writing there, or name another folder with --data." in message


@pytest.mark.parametrize("size", SMALL_DISKS)
def test_a_build_on_a_full_disk_leaves_nothing_behind(told: Told, size: int) -> None:
    assert told[f"full at {size}"]["left"] == []


def test_a_read_only_data_folder_is_told_with_the_remedy(told: Told) -> None:
    message = told["read-only, empty"]["stderr"]
    assert "The index can't be written to" in message
    assert "(Read-only file system)" in message
    assert "--data" in message


def test_an_index_on_a_read_only_mount_is_current_for_ingest(told: Told) -> None:
    ended = told["read-only, built: ingest"]
    assert ended["exit_code"] == 0
    assert "is current; nothing to do" in ended["stdout"]


def test_an_index_on_a_read_only_mount_is_served(told: Told) -> None:
    ended = told["read-only, built: ask"]
    assert ended["exit_code"] == 0
    assert ended["stdout"].startswith(f"{VALIDITY} [1]")


def test_accept_into_a_read_only_corpus_is_told_by_name_and_leaves_nothing(told: Told) -> None:
    ended = told["read-only, edited: accept"]
    assert "manifest.yaml can't be written (Read-only file system)" in ended["stderr"]
    assert ended["left"] == ["glossary.yaml", "manifest.yaml", "questions.yaml", "texts"]


@pytest.mark.parametrize("place", ["no room for a copy", "nowhere for a copy"])
def test_no_room_for_the_private_copy_is_told_with_the_remedy(told: Told, place: str) -> None:
    message = told[place]["stderr"]
    assert "No private copy of the index can be made in" in message
    assert "TMPDIR" in message


def test_a_private_copy_that_fails_leaves_nothing_behind(told: Told) -> None:
    assert told["no room for a copy"]["left"] == []
