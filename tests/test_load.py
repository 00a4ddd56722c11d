"""A corpus folder holds what its manifest says, or the program says what is wrong and what to do."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from app.errors import CorpusError
from ingest.load import accept, load_documents, read_manifest
from tests import beekeepers
from tests.beekeepers import MARK, NOTICE_NL, sha256, write_text

FIRST = "texts/keurmerk.txt"
EDITED = MARK.replace("vijf jaar", "zes jaar")


def change_manifest(corpus: Path, old: str, new: str) -> None:
    path = corpus / "manifest.yaml"
    content = path.read_text(encoding="utf-8")
    assert old in content
    write_text(path, content.replace(old, new, 1))


def test_documents_come_in_the_order_of_the_manifest(corpus_dir: Path) -> None:
    assert [document.id for document in load_documents(corpus_dir)] == ["mark", "breeds", "visit"]


def test_a_document_carries_what_the_manifest_says_of_it(corpus_dir: Path) -> None:
    mark = load_documents(corpus_dir)[0]
    assert (mark.file, mark.publisher, mark.status, mark.since) == (
        FIRST,
        "Vereniging Honingraat",
        "superseded",
        "2020-01-01",
    )
    assert mark.notice is not None
    assert (mark.notice.text("nl"), mark.notice.link) == (NOTICE_NL, "https://bijen.example")


def test_the_text_is_the_file_unchanged(corpus_dir: Path) -> None:
    crlf = "Kop\r\n\r\nEen zin.\r\nNog een\u00a0zin.\n"
    write_text(corpus_dir / FIRST, crlf)
    change_manifest(corpus_dir, sha256(MARK), sha256(crlf))
    assert load_documents(corpus_dir)[0].text == crlf


# --- what can be wrong


def test_a_changed_text_is_named_with_both_ways_out(corpus_dir: Path) -> None:
    write_text(corpus_dir / FIRST, EDITED)
    with pytest.raises(CorpusError) as caught:
        load_documents(corpus_dir)
    message = str(caught.value)
    assert str(corpus_dir / FIRST) in message
    assert "Restore the file" in message
    assert f"python -m ingest --corpus {corpus_dir} --accept" in message


def test_a_change_of_white_space_alone_is_a_change(corpus_dir: Path) -> None:
    write_text(corpus_dir / FIRST, MARK.replace("\u00a0", " "))
    with pytest.raises(CorpusError, match="is not the text that manifest.yaml describes"):
        load_documents(corpus_dir)


def test_a_text_that_the_manifest_does_not_name_is_named_with_the_remedy(corpus_dir: Path) -> None:
    write_text(corpus_dir / "texts/nieuw.txt", "Nieuw\n\nEen zin.\n")
    with pytest.raises(CorpusError, match=r"texts/nieuw\.txt is not named in manifest\.yaml.*--accept"):
        load_documents(corpus_dir)


def test_an_entry_without_its_file_is_named_with_the_remedy(corpus_dir: Path) -> None:
    (corpus_dir / FIRST).unlink()
    with pytest.raises(CorpusError, match=r"texts/keurmerk\.txt is named in manifest\.yaml but isn't there\. Restore"):
        load_documents(corpus_dir)


@pytest.mark.parametrize(
    ("raw", "complaint"),
    [
        pytest.param("Café".encode("latin-1"), r"is not UTF-8 \(byte 3\)\. Save it as UTF-8", id="latin-1"),
        pytest.param("Een zin.".encode("utf-16"), r"is not UTF-8", id="utf-16"),
        pytest.param("Een zin.".encode("utf-8-sig"), r"byte order mark\. Save it as UTF-8 without BOM", id="bom"),
        pytest.param(b"", r"is empty\. Fill it or remove it", id="empty"),
        pytest.param(" \n\u00a0\r\n\t".encode(), r"is empty", id="only white space"),
    ],
)
@pytest.mark.parametrize("with_manifest", [True, False], ids=["manifest", "no manifest"])
def test_a_file_that_is_no_text_is_named_with_the_remedy(
    corpus_dir: Path, raw: bytes, complaint: str, with_manifest: bool
) -> None:
    (corpus_dir / FIRST).write_bytes(raw)
    if with_manifest:
        change_manifest(corpus_dir, sha256(MARK), hashlib.sha256(raw).hexdigest())
    else:
        (corpus_dir / "manifest.yaml").unlink()
    with pytest.raises(CorpusError, match=rf"texts/keurmerk\.txt.*{complaint}"):
        load_documents(corpus_dir)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("id: breeds", "id: mark", r"id 'mark' stands there twice"),
        ("file: texts/rassen.txt", "file: texts/keurmerk.txt", r"file 'texts/keurmerk.txt' stands there twice"),
        ("file: texts/rassen.txt", "file: ../rassen.txt", r"'../rassen.txt' lies outside the corpus folder"),
        ("file: texts/rassen.txt", "file: /etc/passwd", r"'/etc/passwd' lies outside the corpus folder"),
        ("date_note:", "date_noot:", r"documents\[0\]\.date_noot: Extra inputs are not permitted"),
        ("title: Rassen", "titel: Rassen", r"documents\[1\]\.title: Field required"),
        ("status: superseded", "status: old", r"documents\[0\]\.status: Input should be 'current' or 'superseded'"),
        ("since: 2020-01-01", "since: vorig jaar", r"documents\[0\]\.since"),
        ("sha256: ", "sha256: z", r"documents\[0\]\.sha256"),
        ("      en: ", "      de: ", r"documents\[0\]\.notice\.en: Field required"),
        ("  - id: mark", "  - id: [mark", r"is no valid YAML at line \d+"),
    ],
)
def test_a_mistake_in_the_manifest_is_named_with_its_place(
    corpus_dir: Path, old: str, new: str, complaint: str
) -> None:
    change_manifest(corpus_dir, old, new)
    with pytest.raises(CorpusError, match=rf"manifest\.yaml.*{complaint}"):
        load_documents(corpus_dir)


def test_a_link_out_of_the_folder_is_outside_it(corpus_dir: Path, tmp_path: Path) -> None:
    outside = write_text(tmp_path / "elders.txt", MARK)
    (corpus_dir / FIRST).unlink()
    (corpus_dir / FIRST).symlink_to(outside)
    with pytest.raises(CorpusError, match="lies outside the corpus folder"):
        load_documents(corpus_dir)


def test_a_manifest_without_texts_says_so(corpus_dir: Path) -> None:
    write_text(corpus_dir / "manifest.yaml", "documents: []\n")
    with pytest.raises(CorpusError, match=r"names no texts.*--accept"):
        load_documents(corpus_dir)


def test_a_folder_that_is_not_there_is_named_with_the_option(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"no corpus folder .*/nergens\. .*--corpus or CMI_CORPUS_DIR"):
        load_documents(tmp_path / "nergens")


def test_a_folder_without_texts_says_which_files_it_wants(tmp_path: Path) -> None:
    write_text(tmp_path / "plaatje.png", "geen tekst")
    with pytest.raises(CorpusError, match=r"holds no texts \(\*\.txt or \*\.md\)"):
        load_documents(tmp_path)


# --- a folder without manifest


@pytest.fixture
def plain_folder(tmp_path: Path) -> Path:
    """Somebody's folder of texts, without a manifest."""
    folder = tmp_path / "faq"
    write_text(folder / "b.txt", "Tweede tekst\n\nEen zin.\n")
    write_text(folder / "a/eerste.md", "\n# Eerste tekst\n\nEen zin.\n")
    write_text(folder / "a/eerste.txt", f"{'woord ' * 40}\n")
    write_text(folder / ".verborgen/c.txt", "Niet lezen\n")
    write_text(folder / ".d.txt", "Niet lezen\n")
    write_text(folder / "notities.docx", "Niet lezen\n")
    return folder


def test_without_a_manifest_every_txt_and_md_below_is_taken_in_order_of_path(plain_folder: Path) -> None:
    assert [document.file for document in load_documents(plain_folder)] == ["a/eerste.md", "a/eerste.txt", "b.txt"]


def test_without_a_manifest_every_text_gets_an_id_of_its_own(plain_folder: Path) -> None:
    assert [document.id for document in load_documents(plain_folder)] == ["a/eerste", "a/eerste.txt", "b"]


def test_without_a_manifest_the_title_is_the_first_line(plain_folder: Path) -> None:
    titles = [document.title for document in load_documents(plain_folder)]
    assert titles[0] == "Eerste tekst"
    assert titles[2] == "Tweede tekst"


def test_a_first_line_that_is_a_whole_paragraph_is_cut_for_the_title(plain_folder: Path) -> None:
    title = load_documents(plain_folder)[1].title
    assert len(title) <= 102
    assert title.endswith("woord …")


def test_without_a_manifest_nothing_is_written_to_the_folder(plain_folder: Path) -> None:
    before = sorted(plain_folder.rglob("*"))
    load_documents(plain_folder)
    assert sorted(plain_folder.rglob("*")) == before


# --- accept


def test_accept_takes_a_deliberate_edit_into_the_manifest(corpus_dir: Path) -> None:
    write_text(corpus_dir / FIRST, EDITED)
    changes = accept(corpus_dir)
    assert changes == [f"{FIRST}: new hash {sha256(EDITED)[:12]}…"]
    assert load_documents(corpus_dir)[0].text == EDITED


def test_accept_keeps_the_experts_comments_and_anchors(corpus_dir: Path) -> None:
    write_text(corpus_dir / FIRST, EDITED)
    accept(corpus_dir)
    after = (corpus_dir / "manifest.yaml").read_text(encoding="utf-8")
    assert "# What is known of each text; an expert's own remark." in after
    assert "# seen in 2021" in after
    assert "notice: &moved" in after
    assert "notice: *moved" in after


def test_accept_changes_nothing_but_the_hash(corpus_dir: Path) -> None:
    before = (corpus_dir / "manifest.yaml").read_text(encoding="utf-8")
    write_text(corpus_dir / FIRST, EDITED)
    accept(corpus_dir)
    after = (corpus_dir / "manifest.yaml").read_text(encoding="utf-8")
    assert after == before.replace(sha256(MARK), sha256(EDITED))


def test_accept_names_a_key_that_stands_twice(corpus_dir: Path) -> None:
    change_manifest(corpus_dir, "    file: ", "    file: texts/keurmerk.txt\n    file: ")
    before = (corpus_dir / "manifest.yaml").read_bytes()
    with pytest.raises(CorpusError, match=r"manifest\.yaml, line \d+: found duplicate key \"file\".*Mend it"):
        accept(corpus_dir)
    assert (corpus_dir / "manifest.yaml").read_bytes() == before


def test_accept_takes_in_texts_found_beside_the_named_ones(corpus_dir: Path) -> None:
    write_text(corpus_dir / "texts/nieuw.md", '# Nieuw: de "bijenkast"\n\nEen zin.\n')
    assert accept(corpus_dir) == ["texts/nieuw.md: taken in as 'texts/nieuw'"]
    taken = load_documents(corpus_dir)[-1]
    assert (taken.id, taken.file, taken.title) == ("texts/nieuw", "texts/nieuw.md", 'Nieuw: de "bijenkast"')


def test_accept_gives_a_new_text_an_id_that_is_not_taken(corpus_dir: Path) -> None:
    write_text(corpus_dir / "mark.txt", "Nog een\n\nEen zin.\n")
    accept(corpus_dir)
    assert load_documents(corpus_dir)[-1].id == "mark.txt"


def test_accept_leaves_a_manifest_that_is_up_to_date_untouched(corpus_dir: Path) -> None:
    before = (corpus_dir / "manifest.yaml").read_bytes()
    assert accept(corpus_dir) == []
    assert (corpus_dir / "manifest.yaml").read_bytes() == before


def test_accept_without_a_manifest_says_that_there_is_nothing_to_accept(plain_folder: Path) -> None:
    with pytest.raises(CorpusError, match=r"has no manifest\.yaml, so there is nothing to accept"):
        accept(plain_folder)


def test_accept_refuses_a_text_that_is_not_utf8(corpus_dir: Path) -> None:
    (corpus_dir / "texts/nieuw.txt").write_bytes("Café".encode("latin-1"))
    with pytest.raises(CorpusError, match=r"nieuw\.txt is not UTF-8"):
        accept(corpus_dir)


def test_accept_that_fails_leaves_the_manifest_as_it_was(corpus_dir: Path) -> None:
    before = (corpus_dir / "manifest.yaml").read_bytes()
    write_text(corpus_dir / FIRST, EDITED)
    (corpus_dir / "texts/rassen.txt").unlink()
    with pytest.raises(CorpusError, match=r"rassen\.txt is named"):
        accept(corpus_dir)
    assert (corpus_dir / "manifest.yaml").read_bytes() == before


def test_accept_refuses_to_take_in_an_edit_that_can_not_be_read_afterwards(corpus_dir: Path) -> None:
    before = (corpus_dir / "manifest.yaml").read_bytes()
    (corpus_dir / FIRST).write_bytes("Café".encode("latin-1"))
    with pytest.raises(CorpusError, match=r"keurmerk\.txt is not UTF-8"):
        accept(corpus_dir)
    assert (corpus_dir / "manifest.yaml").read_bytes() == before


def test_the_manifest_of_the_beekeepers_reads(corpus_dir: Path) -> None:
    assert [entry.sha256 for entry in read_manifest(corpus_dir).documents] == [
        sha256(text) for text in beekeepers.TEXTS.values()
    ]
