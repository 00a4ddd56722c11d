"""The commands: what they print, in which order, and how they end when something is wrong."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

import ingest.__main__ as ingest
from app.answering.phrases import CLARIFY
from app.cli import LINE_BYTES, command
from app.embedding import SentenceEmbeddings
from app.index import current_version
from tests import beekeepers
from tests.beekeepers import (
    MARK,
    NOTICE_NL,
    Q_COSTS,
    Q_TASKS,
    Q_VALIDITY,
    VALIDITY,
    WHY_NOT_COSTS,
    write_text,
)
from tests.conftest import Place
from tests.letters import IDENTITY
from tests.places import python

WRONG_INPUT, CORPUS_OR_INDEX = 2, 3  # exit codes of the contract


def app(*arguments: str, stdin: bytes = b"") -> Result:
    """Run `python -m app` in this process."""
    return CliRunner().invoke(command, arguments, input=stdin)


def at(place: Place) -> tuple[str, ...]:
    return "--corpus", str(place.corpus), "--data", str(place.data)


@pytest.fixture
def here(built: Place, small_parts: None) -> tuple[str, ...]:
    """The options that lead to the beekeepers' index, with the small model in place."""
    return at(built)


def objects(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout_bytes.decode("utf-8").splitlines()]


def lines(*cases: object) -> bytes:
    return b"".join(json.dumps(case).encode() + b"\n" for case in cases)


ANSWER_KEYS = [
    "id", "question", "language", "outcome", "text", "statements", "citations", "decision", "note", "choices",
    "suggestions", "resolved_question", "dropped", "model", "timings_ms",
]  # fmt: skip
CITATION_KEYS = ["n", "document", "file", "title", "section", "start", "end", "quote"]
HIT_KEYS = ["document", "file", "section", "start", "end", "quote", "score"]


# --- ask


def test_ask_prints_the_answer_its_place_its_quote_and_the_note(here: Sequence[str]) -> None:
    result = app("ask", Q_VALIDITY, *here)
    start = MARK.index(VALIDITY)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"{VALIDITY} [1]",
        "",
        f"[1] texts/keurmerk.txt {start}-{start + len(VALIDITY)}, Wat levert het keurmerk Erkend Imker op?",
        f"    “{VALIDITY}”",
        "",
        NOTICE_NL,
    ]


def test_ask_as_json_is_the_answer_of_the_contract(here: Sequence[str]) -> None:
    result = app("ask", Q_VALIDITY, "--json", *here)
    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    assert list(answer) == ANSWER_KEYS
    assert [list(citation) for citation in answer["citations"]] == [CITATION_KEYS]
    assert answer["statements"] == [{"text": VALIDITY, "citations": [1]}]
    assert (answer["id"], answer["outcome"], answer["text"]) == (None, "answered", f"{VALIDITY} [1]")


def test_a_refusal_is_no_failure_of_the_command(here: Sequence[str]) -> None:
    result = app("ask", Q_COSTS, *here)
    assert result.exit_code == 0
    assert result.stdout.startswith(WHY_NOT_COSTS)


def test_a_question_back_is_printed_with_its_choices(ambiguous: Place, small_parts: None) -> None:
    result = app("ask", "honing", *at(ambiguous))
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == CLARIFY["nl"]
    assert [line for line in result.stdout.splitlines() if line.startswith("  - honing q")][2:]


@pytest.mark.parametrize("question", ["", "   ", "?!", "x" * 2_001, "😀"])
@pytest.mark.parametrize("options", [(), ("--json",)], ids=["readable", "json"])
def test_a_question_that_can_not_be_used_ends_with_two_and_says_why(
    here: Sequence[str], question: str, options: Sequence[str]
) -> None:
    result = app("ask", question, *options, *here)
    assert result.exit_code == WRONG_INPUT
    assert "vraag" in result.stdout


def test_no_llm_is_taken(here: Sequence[str]) -> None:
    assert app("ask", Q_VALIDITY, "--no-llm", *here).exit_code == 0


@pytest.mark.parametrize("name", ["ask", "search"])
@pytest.mark.parametrize("arguments", [(), ("vraag", "--jsonl")], ids=["neither", "both"])
def test_a_question_and_lines_exclude_one_another(here: Sequence[str], name: str, arguments: Sequence[str]) -> None:
    result = app(name, *arguments, *here)
    assert result.exit_code == WRONG_INPUT
    assert "Give one question" in result.stderr
    assert "--jsonl" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "vraag", "--k", "3"),
        ("search", "vraag", "--k", "0"),
        ("search", "vraag", "--k", "x"),
        ("serve", "--port", "0"),
        ("vraag",),
    ],
)
def test_an_option_that_can_not_be_used_ends_with_two(arguments: Sequence[str]) -> None:
    assert app(*arguments).exit_code == WRONG_INPUT


# --- ask, a case a line


def test_every_case_gets_its_answer_in_order_with_its_id(here: Sequence[str]) -> None:
    cases = [{"id": f"c{n}", "question": (Q_VALIDITY, Q_TASKS, Q_COSTS)[n % 3]} for n in range(30)]
    answers = objects(app("ask", "--jsonl", *here, stdin=lines(*cases)))
    assert [answer["id"] for answer in answers] == [case["id"] for case in cases]
    assert [answer["question"] for answer in answers] == [case["question"] for case in cases]
    assert [answer["outcome"] for answer in answers] == ["answered", "answered", "not_in_corpus"] * 10


def test_turns_are_one_conversation_and_its_last_message_is_answered(here: Sequence[str]) -> None:
    turns = ["Wat verstaat de vereniging onder de zwarte bij?", "En carnica?"]
    (answer,) = objects(app("ask", "--jsonl", *here, stdin=lines({"id": "c1", "turns": turns})))
    assert answer["question"] == "En carnica?"
    assert "carnica" in answer["resolved_question"]


@pytest.mark.parametrize(
    ("line", "identity"),
    [
        pytest.param(b"geen json\n", None, id="no JSON"),
        pytest.param(b'{"id": "c1", "question": "Hoe\n', None, id="cut off"),
        pytest.param(b"[]\n", None, id="a list"),
        pytest.param(b'"vraag"\n', None, id="a string"),
        pytest.param(b"null\n", None, id="null"),
        pytest.param(b"{}\n", None, id="nothing in it"),
        pytest.param(b'{"id": "c1"}\n', "c1", id="no question"),
        pytest.param(b'{"id": "c1", "question": 7}\n', "c1", id="a number"),
        pytest.param(b'{"id": "c1", "question": null}\n', "c1", id="a null question"),
        pytest.param(b'{"id": "c1", "question": "  "}\n', "c1", id="an empty question"),
        pytest.param(b'{"id": "c1", "turns": []}\n', "c1", id="no turns"),
        pytest.param(b'{"id": "c1", "turns": ["Hoe lang?", 7]}\n', "c1", id="a turn that is a number"),
        pytest.param(b'{"id": "c1", "turns": "Hoe lang?"}\n', "c1", id="turns that are a string"),
        pytest.param(b'{"id": 7, "question": ""}\n', None, id="an id that is a number"),
        pytest.param(b'{"id": ["c1"], "question": ""}\n', None, id="an id that is a list"),
        pytest.param(b'{"id": "c1", "question": "caf\xe9"}\n', None, id="not UTF-8"),
        pytest.param(b"\x00\x00\n", None, id="NUL"),
        pytest.param(b"[" * 50_000 + b"\n", None, id="nested too deep"),
        pytest.param(b'{"id": "c1", "question": "' + b"x" * LINE_BYTES + b'"}\n', None, id="a line too long"),
        pytest.param(b'{"id": "c1", "question": "' + b"x" * 20_000 + b'"}\n', "c1", id="a question too long"),
        pytest.param(b'{"id": "c1", "question": ' + b"9" * 5_000 + b"}\n", None, id="a number too long"),
    ],
)
def test_a_bad_line_gets_a_typed_answer_with_its_id_and_the_rest_goes_on(
    here: Sequence[str], line: bytes, identity: str | None
) -> None:
    good = lines({"id": "good", "question": Q_VALIDITY})
    before, bad, after = objects(app("ask", "--jsonl", *here, stdin=good + line + good))
    assert (bad["id"], bad["outcome"], bad["citations"]) == (identity, "invalid_input", [])
    assert list(bad) == ANSWER_KEYS
    assert (before["outcome"], after["outcome"]) == ("answered", "answered")


def test_blank_lines_are_passed_over_and_the_last_line_needs_no_end(here: Sequence[str]) -> None:
    case = lines({"id": "c1", "question": Q_VALIDITY})
    answers = objects(app("ask", "--jsonl", *here, stdin=b"\n  \r\n" + case + b"\n\n" + case.rstrip()))
    assert [answer["outcome"] for answer in answers] == ["answered"] * 2


def test_windows_line_ends_are_fine(here: Sequence[str]) -> None:
    case = json.dumps({"id": "c1", "question": Q_VALIDITY}).encode() + b"\r\n"
    assert [answer["outcome"] for answer in objects(app("ask", "--jsonl", *here, stdin=case * 2))] == ["answered"] * 2


def test_no_lines_give_no_answers(here: Sequence[str]) -> None:
    assert objects(app("ask", "--jsonl", *here)) == []


def test_a_lone_surrogate_in_a_question_does_not_stop_the_rest(here: Sequence[str]) -> None:
    case = b'{"id": "c1", "question": "\\ud800 ' + Q_VALIDITY.encode() + b'"}\n'
    answers = objects(app("ask", "--jsonl", *here, stdin=case * 2))
    assert [(answer["id"], answer["outcome"]) for answer in answers] == [("c1", "answered")] * 2


def test_accents_are_written_as_they_are(here: Sequence[str]) -> None:
    result = app("ask", "--jsonl", *here, stdin=lines({"id": "c1", "question": "Eén café?"}))
    assert "Eén café?" in result.stdout_bytes.decode("utf-8")


# --- search


def test_search_as_json_is_the_result_of_the_contract(here: Sequence[str]) -> None:
    result = app("search", Q_VALIDITY, "--json", *here)
    found = json.loads(result.stdout)
    assert list(found) == ["id", "question", "hits"]
    assert [list(hit) for hit in found["hits"]] == [HIT_KEYS] * 9
    assert found["hits"][0]["quote"] == VALIDITY
    assert found["hits"][0]["file"] == "texts/keurmerk.txt"


def test_search_prints_hits_with_their_place(here: Sequence[str]) -> None:
    result = app("search", Q_VALIDITY, "--k", "2", *here)
    start = MARK.index(VALIDITY)
    assert result.exit_code == 0
    assert f"texts/keurmerk.txt {start}-{start + len(VALIDITY)}" in result.stdout.splitlines()[0]
    assert result.stdout.splitlines()[1] == f"   “{VALIDITY}”"


@pytest.mark.parametrize("k", [1, 4])
def test_search_gives_as_many_hits_as_asked(here: Sequence[str], k: int) -> None:
    assert len(json.loads(app("search", Q_VALIDITY, "--json", "--k", str(k), *here).stdout)["hits"]) == k


def test_search_takes_a_case_a_line_and_gives_bad_ones_no_hits(here: Sequence[str]) -> None:
    stdin = lines({"id": "c1", "question": Q_VALIDITY}) + b"geen json\n" + lines({"id": "c3", "question": Q_TASKS})
    found = objects(app("search", "--jsonl", *here, stdin=stdin))
    assert [(result["id"], bool(result["hits"])) for result in found] == [("c1", True), (None, False), ("c3", True)]


def test_search_takes_a_case_with_turns(here: Sequence[str]) -> None:
    (found,) = objects(app("search", "--jsonl", *here, stdin=lines({"id": "c1", "turns": [Q_TASKS, Q_VALIDITY]})))
    assert found["question"] == Q_VALIDITY
    assert found["hits"][0]["quote"] == VALIDITY


def test_search_for_what_is_no_question_ends_with_two(here: Sequence[str]) -> None:
    assert app("search", "   ", *here).exit_code == WRONG_INPUT


# --- corpus and index


@pytest.mark.parametrize("name", ["ask", "search", "serve"])
def test_a_missing_index_ends_with_three_and_the_command_that_builds_it(
    built: Place, tmp_path: Path, small_parts: None, name: str
) -> None:
    question = () if name == "serve" else (Q_VALIDITY,)
    result = app(name, *question, "--corpus", str(built.corpus), "--data", str(tmp_path))
    assert result.exit_code == CORPUS_OR_INDEX
    assert result.stderr.strip() == (
        f"There is no index in {tmp_path} for the corpus {built.corpus}. "
        f"Run `python -m ingest --corpus {built.corpus} --data {tmp_path}`."
    )


def test_a_stale_index_ends_with_three_and_the_command(own: Place, small_parts: None) -> None:
    write_text(own.corpus / "texts/keurmerk.txt", MARK + "Nog een zin.\n")
    result = app("ask", Q_VALIDITY, *at(own))
    assert result.exit_code == CORPUS_OR_INDEX
    assert "texts/keurmerk.txt has changed" in result.stderr
    assert f"Run `python -m ingest --corpus {own.corpus} --data {own.data}`." in result.stderr


def test_a_damaged_index_ends_with_three_and_the_command(own: Place, small_parts: None) -> None:
    folder = current_version(own.data)
    assert folder is not None
    path = folder / "chroma/chroma.sqlite3"
    path.write_bytes(path.read_bytes()[:-100])
    result = app("ask", Q_VALIDITY, *at(own))
    assert result.exit_code == CORPUS_OR_INDEX
    assert "chroma/chroma.sqlite3 is not what was built" in result.stderr
    assert f"Run `python -m ingest --corpus {own.corpus} --data {own.data}`." in result.stderr


def test_a_missing_corpus_ends_with_three(tmp_path: Path, small_parts: None) -> None:
    result = app("ask", Q_VALIDITY, "--corpus", str(tmp_path / "weg"))
    assert result.exit_code == CORPUS_OR_INDEX
    assert "There is no corpus folder" in result.stderr


def test_an_unknown_setting_ends_with_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CMI_CORPUSDIR", "/x")
    result = app("ask", Q_VALIDITY)
    assert result.exit_code == WRONG_INPUT
    assert "Unknown setting CMI_CORPUSDIR" in result.stderr


def test_folders_may_come_from_the_environment(
    built: Place, small_parts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CMI_CORPUS_DIR", str(built.corpus))
    monkeypatch.setenv("CMI_DATA_DIR", str(built.data))
    assert app("ask", Q_VALIDITY).stdout.startswith(VALIDITY)


def test_a_missing_model_ends_with_three_and_the_remedy(
    built: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CMI_MODEL_DIR", str(tmp_path))
    result = app("ask", Q_VALIDITY, *at(built))
    assert result.exit_code == CORPUS_OR_INDEX
    assert f"The embedding model is not in {tmp_path}" in result.stderr
    assert "make setup" in result.stderr


# --- ingest


@pytest.fixture
def small_ingest(monkeypatch: pytest.MonkeyPatch, embeddings: SentenceEmbeddings) -> None:
    """Let `ingest` build with the small model."""
    monkeypatch.setattr(ingest, "prepare", lambda *_: None)
    monkeypatch.setattr(ingest, "model_identity", lambda *_: IDENTITY)
    monkeypatch.setattr(ingest, "load_embeddings", lambda *_: embeddings)


def run_ingest(place: Place, *options: str) -> Result:
    return CliRunner().invoke(ingest.command, [*at(place), *options])


@pytest.fixture
def fresh(corpus_dir: Path, tmp_path: Path) -> Place:
    """A corpus that was not built yet."""
    return Place(corpus_dir, tmp_path / "data")


def test_ingest_builds_and_ends_with_a_table_of_what_it_holds(fresh: Place, small_ingest: None) -> None:
    result = run_ingest(fresh)
    assert result.exit_code == 0
    for column in ("documents", "sections", "sentences", "seconds"):
        assert column in result.stdout
    assert [cell.strip() for cell in result.stdout.splitlines()[-2].split("│")][1:6] == ["3", "9", "25", "9", "42"]


def test_a_second_ingest_has_nothing_to_do_and_writes_nothing(fresh: Place, small_ingest: None) -> None:
    run_ingest(fresh)
    before = {path: path.stat().st_mtime_ns for path in fresh.data.rglob("*")}
    result = run_ingest(fresh)
    assert f"The index in {fresh.data} is current; nothing to do." in result.stdout
    assert {path: path.stat().st_mtime_ns for path in fresh.data.rglob("*")} == before


def test_ingest_after_an_edit_says_how_to_accept_it_and_does_when_told(fresh: Place, small_ingest: None) -> None:
    run_ingest(fresh)
    write_text(fresh.corpus / "texts/bezoek.md", beekeepers.VISIT + "\nHonden blijven buiten.\n")
    refused = run_ingest(fresh)
    assert refused.exit_code == CORPUS_OR_INDEX
    assert f"`python -m ingest --corpus {fresh.corpus} --accept`" in refused.stderr
    accepted = run_ingest(fresh, "--accept")
    assert accepted.exit_code == 0
    assert "texts/bezoek.md: new hash" in accepted.stdout
    assert run_ingest(fresh).stdout.startswith("The index in")


def test_accept_without_an_edit_says_so(fresh: Place, small_ingest: None) -> None:
    assert "nothing to accept: the manifest is up to date" in run_ingest(fresh, "--accept").stdout


def test_ingest_warns_of_questions_that_are_left_out(fresh: Place, small_ingest: None) -> None:
    write_text(fresh.corpus / "questions.yaml", beekeepers.QUESTIONS.replace("vijf jaar", "acht jaar"))
    result = run_ingest(fresh)
    assert result.exit_code == 0
    assert "questions.yaml: validity is left out: its quote 'Het keurmerk is geldig voor acht jaar.'" in result.stderr


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (lambda corpus: [path.unlink() for path in corpus.rglob("*") if path.is_file()], "holds no texts"),
        (lambda corpus: (corpus / "texts/keurmerk.txt").write_bytes(b"\xff"), "is not the text"),
        (lambda corpus: write_text(corpus / "manifest.yaml", "documents: {"), "is no valid YAML"),
    ],
    ids=["empty corpus", "changed text", "broken manifest"],
)
def test_a_corpus_that_can_not_be_used_ends_with_three_and_one_paragraph(
    fresh: Place, small_ingest: None, prepare: Any, message: str
) -> None:
    prepare(fresh.corpus)
    result = run_ingest(fresh)
    assert result.exit_code == CORPUS_OR_INDEX
    assert message in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not (fresh.data / "CURRENT").exists()


# --- a process of its own: the bytes that a shell would see


def test_a_process_of_its_own_answers_on_stdout_and_complains_nowhere(built: Place) -> None:
    done = python(
        "-m", "tests.launch", "app", "ask", "--jsonl", *at(built), stdin=lines({"id": "c1", "question": Q_VALIDITY})
    )
    assert done.returncode == 0
    assert done.stderr == b""
    assert json.loads(done.stdout)["text"] == f"{VALIDITY} [1]"


def test_an_error_in_a_process_of_its_own_is_one_paragraph_without_traceback() -> None:
    done = python("-m", "app", "ask", Q_VALIDITY, CMI_CORPUSDIR="/elders")
    assert done.returncode == WRONG_INPUT
    assert done.stdout == b""
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stderr.startswith(b"Unknown setting CMI_CORPUSDIR in the environment")


def test_a_terminal_that_lacks_typographic_quotes_still_shows_the_answer(built: Place) -> None:
    done = python("-m", "tests.launch", "app", "ask", Q_VALIDITY, *at(built), PYTHONIOENCODING="ascii")
    if b"UnicodeEncodeError" not in done.stderr:
        assert done.returncode == 0
    assert VALIDITY.encode() in done.stdout
    assert b"Traceback" not in done.stderr
