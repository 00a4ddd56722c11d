"""The index as files: one pointer, one seal, and a message with the command for everything that can be wrong."""

from __future__ import annotations

import gc
import json
import shutil
from pathlib import Path

import pytest

from app import corpus as corpus_file
from app.corpus import Corpus
from app.errors import CorpusError, IndexUnusableError, ServiceError
from app.index import (
    POINTER,
    SEAL,
    current_version,
    damaged_files,
    fingerprint,
    open_version,
    point_to,
    private_copy,
    read_seal,
    stale_reason,
    text_files,
    write_atomically,
)
from tests.beekeepers import write_text
from tests.conftest import Place
from tests.letters import IDENTITY


def folder_of(place: Place) -> Path:
    folder = current_version(place.data)
    assert folder is not None
    return folder


def refused(place: Place, model: str = IDENTITY) -> str:
    """The message with which the index is refused; it always ends with the command for these two folders."""
    with pytest.raises(IndexUnusableError) as caught:
        open_version(place.corpus, place.data, model)
    message = str(caught.value)
    assert message.endswith(f"Run `python -m ingest --corpus {place.corpus} --data {place.data}`.")
    return message


def test_a_fresh_index_opens(built: Place) -> None:
    assert open_version(built.corpus, built.data, IDENTITY) == folder_of(built)


def test_a_fresh_index_is_sealed_file_by_file(built: Place) -> None:
    folder = folder_of(built)
    sealed = set(read_seal(folder)["files"])
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert sealed == there - {SEAL}
    assert {"corpus.json", "questions.npz", "chroma/chroma.sqlite3"} <= sealed


# --- missing


def test_a_missing_index_is_refused_with_the_command(built: Place, tmp_path: Path) -> None:
    message = refused(Place(built.corpus, tmp_path / "leeg"))
    assert message.startswith(f"There is no index in {tmp_path / 'leeg'} for the corpus {built.corpus}.")


def test_an_unfinished_index_counts_as_missing(own: Place) -> None:
    (own.data / POINTER).unlink()
    assert refused(own).startswith("There is no index")


def test_a_data_folder_that_is_a_file_holds_no_index(built: Place, tmp_path: Path) -> None:
    write_text(tmp_path / "data", "geen map")
    assert refused(Place(built.corpus, tmp_path / "data")).startswith("There is no index")


def test_a_missing_corpus_is_told_before_the_index(own: Place) -> None:
    with pytest.raises(CorpusError, match="There is no corpus folder"):
        open_version(own.corpus / "weg", own.data, IDENTITY)


# --- stale


def edit(own: Place, name: str) -> None:
    path = own.corpus / name
    path.write_bytes(path.read_bytes() + b"\n")


@pytest.mark.parametrize(
    "name", ["texts/keurmerk.txt", "texts/bezoek.md", "manifest.yaml", "questions.yaml", "glossary.yaml"]
)
def test_an_index_is_stale_once_this_file_has_changed(own: Place, name: str) -> None:
    edit(own, name)
    assert f"is out of date for the corpus {own.corpus}: {name} has changed." in refused(own)


def test_an_index_is_stale_once_a_file_is_gone(own: Place) -> None:
    (own.corpus / "glossary.yaml").unlink()
    assert "glossary.yaml is gone" in refused(own)


def test_an_index_is_stale_once_a_text_is_new(own: Place) -> None:
    write_text(own.corpus / "texts/nieuw.txt", "Nieuw.\n")
    assert "texts/nieuw.txt is new" in refused(own)


def test_an_index_of_another_model_is_stale(own: Place) -> None:
    assert "it was built with another embedding model" in refused(own, model="other")


@pytest.mark.parametrize(
    ("part", "value", "reason"),
    [
        ("libraries", {"chromadb": "0.1"}, "it was built with other library versions"),
        ("format", 0, "the program that built it is another version"),
    ],
)
def test_an_index_of_another_program_is_stale(own: Place, part: str, value: object, reason: str) -> None:
    path = folder_of(own) / SEAL
    content = json.loads(path.read_text())
    content["fingerprint"][part] = value
    write_text(path, json.dumps(content))
    assert reason in refused(own)


def test_an_unchanged_corpus_is_not_stale(built: Place) -> None:
    assert stale_reason(read_seal(folder_of(built)), fingerprint(built.corpus, IDENTITY)) == ""


def test_a_corpus_moved_elsewhere_unchanged_is_not_stale(own: Place, tmp_path: Path) -> None:
    shutil.move(own.corpus, tmp_path / "elders")
    assert open_version(tmp_path / "elders", own.data, IDENTITY) == folder_of(own)


def test_a_text_that_can_not_be_read_is_named(own: Place) -> None:
    (own.corpus / "texts/kapot.txt").symlink_to(own.corpus / "nergens")
    with pytest.raises(CorpusError, match=r"kapot\.txt can't be read \(No such file or directory\)"):
        fingerprint(own.corpus, IDENTITY)


def test_hidden_files_and_folders_are_no_texts(own: Place) -> None:
    before = text_files(own.corpus)
    write_text(own.corpus / ".kladje.txt", "x")
    write_text(own.corpus / ".git/x.txt", "x")
    assert text_files(own.corpus) == before


# --- damaged


def files_of_a_build(built: Place) -> list[str]:
    return sorted(read_seal(folder_of(built))["files"])


@pytest.mark.parametrize("harm", ["truncated", "one bit flipped", "removed", "emptied"])
def test_harm_to_any_file_of_a_build_is_found(own: Place, harm: str) -> None:
    folder = folder_of(own)
    for name in files_of_a_build(own):
        path = folder / name
        whole = path.read_bytes()
        if not whole and harm != "removed":
            continue
        if harm == "removed":
            path.unlink()
        else:
            harmed = {"truncated": whole[:-1], "one bit flipped": bytes([whole[0] ^ 1]) + whole[1:], "emptied": b""}
            path.write_bytes(harmed[harm])
        assert damaged_files(folder, read_seal(folder)) == [name]
        path.write_bytes(whole)


def test_a_damaged_index_is_refused_with_the_file_and_the_command(own: Place) -> None:
    path = folder_of(own) / "chroma/chroma.sqlite3"
    path.write_bytes(path.read_bytes()[:1000])
    assert f"The index in {own.data} is damaged: chroma/chroma.sqlite3 is not what was built." in refused(own)


@pytest.mark.parametrize(
    "seal", [None, b"", b"{", b"[]", b"null", b"\xff\xfe"], ids=["gone", "empty", "cut", "list", "null", "binary"]
)
def test_an_index_without_a_readable_seal_is_damaged(own: Place, seal: bytes | None) -> None:
    path = folder_of(own) / SEAL
    path.unlink()
    if seal is not None:
        path.write_bytes(seal)
    assert "is damaged: its seal can't be read" in refused(own)


@pytest.mark.parametrize(
    "pointer",
    [
        b"",
        b"weg\n",
        pytest.param(
            b"\xff\xfe\x00",
        ),
    ],
    ids=["empty", "elsewhere", "binary"],
)
def test_a_damaged_pointer_is_refused_with_the_command(own: Place, pointer: bytes) -> None:
    (own.data / POINTER).write_bytes(pointer)
    assert "is damaged" in refused(own)


def test_a_seal_that_lists_no_files_is_damaged(own: Place) -> None:
    path = folder_of(own) / SEAL
    content = json.loads(path.read_text())
    del content["files"]
    write_text(path, json.dumps(content))
    assert "damaged" in refused(own)


@pytest.mark.parametrize("content", [b"", b"{}", b'{"documents": 1}', b"\xff"])
def test_a_corpus_file_that_is_not_what_was_written_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / corpus_file.FILE).write_bytes(content)
    with pytest.raises(IndexUnusableError, match=r"corpus\.json can't be read"):
        corpus_file.load(tmp_path)


def test_a_corpus_is_read_as_it_was_written(bees: Corpus, tmp_path: Path) -> None:
    corpus_file.save(bees, tmp_path)
    assert corpus_file.load(tmp_path) == bees


# --- writing


def test_the_pointer_names_the_new_version_and_leaves_nothing_behind(tmp_path: Path) -> None:
    point_to(tmp_path, tmp_path / "versions" / "v1")
    point_to(tmp_path, tmp_path / "versions" / "v2")
    assert current_version(tmp_path) == tmp_path / "versions" / "v2"
    assert [path.name for path in tmp_path.iterdir()] == [POINTER]


def test_replacing_a_file_leaves_the_old_one_whole_for_who_has_it_open(tmp_path: Path) -> None:
    path = tmp_path / "klein"
    write_atomically(path, "oud")
    with path.open(encoding="utf-8") as reader:
        write_atomically(path, "nieuw en langer")
        assert reader.read() == "oud"
    assert path.read_text(encoding="utf-8") == "nieuw en langer"


def test_a_replacement_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "klein"
    write_atomically(path, "oud")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(path, "\ud800")
    assert [(left.name, left.read_text(encoding="utf-8")) for left in tmp_path.iterdir()] == [("klein", "oud")]


# --- the private copy


def test_the_private_copy_holds_the_same_files_and_goes_when_closed(built: Place) -> None:
    source = folder_of(built) / "chroma"
    copy = private_copy(source)
    copied = Path(copy.name)
    assert (copied / "chroma.sqlite3").read_bytes() == (source / "chroma.sqlite3").read_bytes()
    copy.cleanup()
    assert not copied.exists()


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_private_copy_that_can_not_be_made_says_where_room_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(ServiceError, match=r"No private copy of the index can be made in .*TMPDIR"):
        private_copy(tmp_path / "weg")
    gc.collect()  # else the warning comes in the middle of another test


def test_serving_leaves_the_index_as_it_was_built(own: Place, embeddings: object) -> None:
    from app.bootstrap import build_assistant

    assistant = build_assistant(own.settings(), embeddings)  # type: ignore[arg-type]
    assert assistant.search("keurmerk", 3)
    folder = folder_of(own)
    assert damaged_files(folder, read_seal(folder)) == []
