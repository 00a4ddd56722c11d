"""A chat model on a real socket that does everything wrong: what reaches the asker is proven, or verbatim."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from app.answering.chat import FAILURES, Breaker, ChatClient, open_chat, reason_of
from app.answering.llm import MOST_DROPPED, MOST_STATEMENTS, Writer
from app.answering.prompts import SYSTEM
from app.bootstrap import build_assistant
from app.chain import Assistant
from app.embedding import SentenceEmbeddings
from app.errors import InputError
from app.schema import Answer
from tests.beekeepers import (
    BLACK,
    CARNICA,
    COUNT,
    EXPERIENCE,
    HOURS,
    Q_BREEDS,
    Q_COSTS,
    Q_EXPERIENCE,
    Q_TASKS,
    Q_VALIDITY,
    Q_VALIDITY_EN,
    TASKS,
    TITLE_EARNED,
    VALIDITY,
)
from tests.chat_server import ChatServer, Request, closed_port, lines, serving
from tests.conftest import Place

NAME = "openai:test"
SOON = 0.6  # seconds: the timeout in these tests
SURELY = 4.0  # seconds that an answer may take on a busy machine, where its timeout is SOON
GOOD = lines(("P1", VALIDITY, "Het keurmerk is vijf jaar geldig."))


@pytest.fixture(scope="module")
def server() -> Iterator[ChatServer]:
    with serving() as chat:
        yield chat


def client(url: str, *, timeout: float = 5.0, concurrency: int = 8) -> ChatClient:
    return open_chat(NAME, url, timeout=timeout, max_tokens=100, concurrency=concurrency)


def with_model(assistant: Assistant, url: str, **options: Any) -> Assistant:
    return replace(assistant, writer=Writer(assistant.corpus, client(url, **options), assistant.verifier))


@pytest.fixture
def worded(assistant: Assistant, server: ChatServer) -> Assistant:
    return with_model(assistant, server.url)


def extractive(answer: Answer) -> bool:
    return answer.model.startswith("extractive") and all(one.text in answer.text for one in answer.statements)


# --- what a model does right


def test_a_proven_statement_is_shown_in_the_models_words_with_its_place(worded: Assistant, server: ChatServer) -> None:
    server.then(GOOD)
    answer = worded.answer(Q_VALIDITY)
    assert (answer.outcome, answer.model, answer.dropped) == ("answered", NAME, ())
    assert answer.text == "Het keurmerk is vijf jaar geldig. [1]"
    assert [citation.quote for citation in answer.citations] == [VALIDITY]


def test_passages_are_woven_together(worded: Assistant, server: ChatServer) -> None:
    said = "De zwarte bij is het inheemse ras en carnica is het ras uit de bergen."
    server.then(lines(("P1,P2", f"{BLACK} // {CARNICA}", said)))
    answer = worded.answer(Q_BREEDS)
    assert (answer.text, [one.quote for one in answer.citations]) == (f"{said} [1][2]", [BLACK, CARNICA])


def test_a_quote_cut_short_is_cited_as_its_whole_sentence(worded: Assistant, server: ChatServer) -> None:
    server.then(lines(("P1", "geldig voor vijf jaar", "Het keurmerk is vijf jaar geldig.")))
    assert [one.quote for one in worded.answer(Q_VALIDITY).citations] == [VALIDITY]


def test_an_item_of_a_short_list_is_cited_with_the_list(worded: Assistant, server: ChatServer) -> None:
    server.then(lines(("P1", TASKS[0], "Een erkend imker schept zwermen, slingert honing en vernieuwt oude raten.")))
    (citation,) = worded.answer(Q_TASKS).citations
    assert all(task in citation.quote for task in TASKS)


def test_an_english_question_is_worded_in_english_over_dutch_quotes(worded: Assistant, server: ChatServer) -> None:
    dutch, english = "Het keurmerk is vijf jaar geldig.", "Het keurmerk: the quality mark is valid for five years."
    server.then(lines(("P1", VALIDITY, dutch), ("P1", VALIDITY, english)))
    answer = worded.answer(Q_VALIDITY_EN)
    assert "Language of the statements: English." in str(server.requests[0]["messages"])
    assert (answer.language, answer.citations[0].quote) == ("en", VALIDITY)
    assert "it is in another language than the question" in answer.dropped[0]["reasons"]
    assert all("language" not in str(one["reasons"]) for one in answer.dropped[1:])


def test_the_answer_grows_by_proven_statements(worded: Assistant, server: ChatServer) -> None:
    second = ("P1", EXPERIENCE, "Voor het keurmerk is minstens vier jaar ervaring met eigen volken nodig.")
    server.then(f"{GOOD}\n{lines(second)}")
    grown = list(worded.stream(Q_VALIDITY))
    assert [len(answer.statements) for answer in grown] == [1, 2, 2]
    assert all(answer.model == NAME for answer in grown)


@pytest.mark.parametrize(
    "said",
    [
        f"- P1 | {VALIDITY} | Het keurmerk is vijf jaar geldig.",
        f"1. P1 | “{VALIDITY}” | Het keurmerk is vijf jaar geldig.",
        f"| P1 | {VALIDITY} | Het keurmerk is vijf jaar geldig. |",
        f"IDS: P1 | WORDS: {VALIDITY} | STATEMENT: Het keurmerk is vijf jaar geldig.",
        f"p1 | {VALIDITY.lower()} | Het keurmerk is vijf jaar geldig. [P1]",
        f'P1: "{VALIDITY}" | Het keurmerk is vijf jaar geldig.',
        f"Hier is het antwoord:\n\nIDS | WORDS | STATEMENT\n---|---|---\nP1 | {VALIDITY} | Het keurmerk is vijf jaar geldig.\n",
        f'{{"ids": ["P1"], "words": "{VALIDITY}", "statement": "Het keurmerk is vijf jaar geldig."}}',
        f"```\nP1 | {VALIDITY} | Het keurmerk is vijf jaar geldig.\n```",
        f"IDS: P1\nWORDS: {VALIDITY}\nSTATEMENT: Het keurmerk is vijf jaar geldig.\n",
        f"1. **IDS**: P1\n   **WORDS**: {VALIDITY}\n   **STATEMENT**: Het keurmerk is vijf jaar geldig.\n",
        f"IDS: P1 WORDS: {VALIDITY} STATEMENT: Het keurmerk is vijf jaar geldig.",
    ],
)
def test_small_deviations_from_the_format_are_read(worded: Assistant, server: ChatServer, said: str) -> None:
    server.then(said)
    assert worded.answer(Q_VALIDITY).text == "Het keurmerk is vijf jaar geldig. [1]"


def test_labels_without_words_prove_nothing_and_copied_passages_are_no_statement(
    worded: Assistant, server: ChatServer
) -> None:
    server.then(f"P1: {VALIDITY}\nIDS: P1\nSTATEMENT: Het keurmerk is vijf jaar geldig.")
    answer = worded.answer(Q_VALIDITY)
    assert (answer.text, extractive(answer)) == (f"{VALIDITY} [1]", True)
    assert [one["reasons"] for one in answer.dropped] == [["no words are quoted for it"]]


def test_the_right_words_with_another_passages_id_are_cited_where_they_stand(
    worded: Assistant, server: ChatServer
) -> None:
    server.then(lines(("P99", VALIDITY, "Het keurmerk is vijf jaar geldig.")))
    assert [one.quote for one in worded.answer(Q_VALIDITY).citations] == [VALIDITY]


# --- what it says wrong

WRONG = {
    "fabricated quote": ("P1", "Het keurmerk geldt voor het leven.", "Het keurmerk geldt voor het leven."),
    "altered quote": ("P1", VALIDITY.replace("vijf", "tien"), "Het keurmerk is tien jaar geldig."),
    "stitched quote": ("P1", f"{VALIDITY} {HOURS}", "Het keurmerk is vijf jaar geldig."),
    "no quote": ("P1", "", "Het keurmerk is vijf jaar geldig."),
    "id out of range and no such words": ("P7", "niets van dit alles", "Het keurmerk is vijf jaar geldig."),
    "wrong paraphrase": ("P1", VALIDITY, "Het keurmerk is alleen geldig in de zomer."),
    "another number": ("P1", VALIDITY, "Het keurmerk is 3 jaar geldig."),
    "a number word": ("P1", VALIDITY, "Het keurmerk is drie jaar geldig."),
    "denied": ("P1", VALIDITY, "Het keurmerk is niet vijf jaar geldig."),
    "mag becomes moet": ("P1", TITLE_EARNED, "Wie slaagt, moet de titel Erkend Imker (EI) voeren."),
    "another name": ("P1", VALIDITY, "Het keurmerk van de Bond van Korfvlechters is vijf jaar geldig."),
    "true but not in the texts": ("P1", VALIDITY, "Het keurmerk is vijf jaar geldig; bijen maken honing van nectar."),
    "the prompt": ("P1", VALIDITY, "You answer a question from numbered passages, and from nothing else."),
    "a link": ("P1", VALIDITY, "Het keurmerk is vijf jaar geldig, zie https://evil.example/x."),
    "a bare address": ("P1", VALIDITY, "Het keurmerk is vijf jaar geldig, zie evil.com."),
    "markup": ("P1", VALIDITY, "Het keurmerk is <b>vijf jaar</b> geldig."),
    "an image": ("P1", VALIDITY, "Het keurmerk is vijf jaar geldig ![x](http://evil.example/a.png)."),
    "other language": ("P1", VALIDITY, "Le label est valable pendant cinq ans."),
}


@pytest.mark.parametrize("row", WRONG.values(), ids=list(WRONG))
def test_a_statement_that_is_not_proven_is_dropped_with_the_reason_and_the_verbatim_answer_given(
    worded: Assistant, server: ChatServer, row: tuple[str, str, str]
) -> None:
    server.then(lines(row))
    answer = worded.answer(Q_VALIDITY)
    assert (answer.text, extractive(answer)) == (f"{VALIDITY} [1]", True)
    assert NAME in answer.model
    (dropped,) = answer.dropped
    assert dropped["text"]
    assert dropped["reasons"]


@pytest.mark.parametrize("row", WRONG.values(), ids=list(WRONG))
def test_a_wrong_statement_beside_a_right_one_is_dropped_alone(
    worded: Assistant, server: ChatServer, row: tuple[str, str, str]
) -> None:
    server.then(f"{lines(row)}\n{GOOD}\n{lines(row)}")
    answer = worded.answer(Q_VALIDITY)
    assert (answer.text, answer.model) == ("Het keurmerk is vijf jaar geldig. [1]", NAME)
    assert len(answer.dropped) == 2


def test_what_leaves_out_the_asked_fact_is_no_answer(worded: Assistant, server: ChatServer) -> None:
    server.then(lines(("P1", COUNT, "Ongeveer 15.000 imkers houden bijen in ons land.")))
    answer = worded.answer(Q_VALIDITY)
    assert (answer.text, answer.model) == (f"{VALIDITY} [1]", f"extractive ({NAME} left out part of the answer)")


@pytest.mark.parametrize("said", ["NO", "no.", "NEE", "**NO**"])
def test_a_model_that_finds_no_answer_leaves_the_verbatim_one(worded: Assistant, server: ChatServer, said: str) -> None:
    server.then(said)
    answer = worded.answer(Q_VALIDITY)
    assert (answer.text, extractive(answer)) == (f"{VALIDITY} [1]", True)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "   \n\n",
        "Het keurmerk is vijf jaar geldig.",
        "{" * 500,
        '{"ids": ["P1"], "words": ["a',
        "| | |\n|||\n | P1 |",
        "P1 |" * 300,
        "\x00\x07 | \x1b[31m | \u202e",
        "blabla " * 1_500,
        "P1 | x | y\n" * 2_000,
    ],
    ids=lambda said: repr(said[:12]),
)
def test_babble_broken_json_and_floods_leave_the_verbatim_answer(
    worded: Assistant, server: ChatServer, said: str
) -> None:
    server.then(said)
    started = time.perf_counter()
    answer = worded.answer(Q_VALIDITY)
    assert time.perf_counter() - started < SURELY
    assert (answer.text, extractive(answer)) == (f"{VALIDITY} [1]", True)
    assert len(answer.dropped) <= MOST_DROPPED


def test_no_more_statements_are_shown_than_an_answer_has(worded: Assistant, server: ChatServer) -> None:
    variants = [
        f"Het keurmerk is {word} vijf jaar geldig." for word in ("nu", "dus", "ook", "dan", "toch", "wel", "nog")
    ]
    server.then(lines(*[("P1", VALIDITY, text) for text in variants]))
    assert len(worded.answer(Q_VALIDITY).statements) == MOST_STATEMENTS


# --- what its server does wrong


def half_a_stream(request: Request) -> None:
    request.begin()
    request.delta("P1 | Het keurmerk is gel")
    request.silence()


def a_statement_then_silence(request: Request) -> None:
    request.begin()
    request.delta(f"{GOOD}\nP1 | ")
    request.silence()


def slow_loris(request: Request) -> None:
    request.begin()
    for _ in range(200):
        request.raw(":")
        if request.gone.wait(0.05):
            return


def bytes_that_are_no_stream(request: Request) -> None:
    request.begin()
    request.raw("data: {broken json\n\ndata: [1, 2\n\n")


def hangs_up(request: Request) -> None:
    request.handler.connection.close()


def no_http(request: Request) -> None:
    request.raw("SSH-2.0-OpenSSH_9.9\r\n")


def endless(request: Request) -> None:
    request.begin()
    while not request.gone.wait(0.0005):
        request.delta("bla bla ")


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (half_a_stream, "timeout"),
        (slow_loris, "timeout"),
        (lambda request: request.silence(), "timeout"),
        (lambda request: request.status(401), "HTTP 401"),
        (lambda request: request.status(404), "HTTP 404"),
        (lambda request: request.status(429), "HTTP 429"),
        (lambda request: request.status(500), "HTTP 500"),
        (lambda request: request.status(200, "{}"), ""),
        (lambda request: request.status(200, "<html>"), ""),
        (bytes_that_are_no_stream, "unreadable"),
        (hangs_up, ""),
        (no_http, ""),
        (endless, ""),
    ],
    ids="half silent_loris silent 401 404 429 500 empty html broken hangs_up no_http endless".split(),
)
def test_a_server_that_fails_leaves_the_verbatim_answer_within_the_timeout(
    assistant: Assistant, server: ChatServer, script: Any, reason: str
) -> None:
    server.then(script)
    started = time.perf_counter()
    answer = with_model(assistant, server.url, timeout=SOON).answer(Q_VALIDITY)
    assert time.perf_counter() - started < SURELY
    assert (answer.outcome, answer.text, extractive(answer)) == ("answered", f"{VALIDITY} [1]", True)
    assert reason in answer.model
    assert "sk-secret" not in repr(answer)


def test_what_was_proven_before_the_silence_is_the_answer(assistant: Assistant, server: ChatServer) -> None:
    server.then(a_statement_then_silence)
    answer = with_model(assistant, server.url, timeout=SOON).answer(Q_VALIDITY)
    assert (answer.text, answer.model) == ("Het keurmerk is vijf jaar geldig. [1]", NAME)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_server_that_is_not_there_leaves_the_verbatim_answer(assistant: Assistant, scheme: str) -> None:
    answer = with_model(assistant, f"{scheme}://127.0.0.1:{closed_port()}/v1", timeout=SOON * 3).answer(Q_VALIDITY)
    assert (answer.text, extractive(answer)) == (f"{VALIDITY} [1]", True)


def test_a_server_without_proper_tls_is_not_spoken_to(assistant: Assistant, server: ChatServer) -> None:
    server.then(GOOD)
    answer = with_model(assistant, server.url.replace("http:", "https:"), timeout=SOON * 3).answer(Q_VALIDITY)
    assert extractive(answer)
    assert server.requests == []


@pytest.mark.parametrize("code", [429, 500, 503])
def test_a_busy_server_is_asked_once_more(worded: Assistant, server: ChatServer, code: int) -> None:
    server.then(lambda request: request.status(code), GOOD)
    assert worded.answer(Q_VALIDITY).model == NAME
    assert len(server.requests) == 2


@pytest.mark.parametrize("code", [400, 401, 404])
def test_a_refusal_is_not_asked_again(worded: Assistant, server: ChatServer, code: int) -> None:
    server.then(lambda request: request.status(code), GOOD)
    assert extractive(worded.answer(Q_VALIDITY))
    assert len(server.requests) == 1


def test_a_retry_is_the_only_one(worded: Assistant, server: ChatServer) -> None:
    server.then(lambda request: request.status(500))
    assert extractive(worded.answer(Q_VALIDITY))
    assert len(server.requests) == 2


def test_after_failures_in_a_row_the_model_is_left_alone_for_a_while(assistant: Assistant, server: ChatServer) -> None:
    worded = with_model(assistant, server.url)
    assert worded.writer is not None
    now = [100.0]
    breaker = Breaker(clock=lambda: now[0])
    worded = replace(worded, writer=replace(worded.writer, client=replace(worded.writer.client, breaker=breaker)))
    server.then(lambda request: request.status(400))
    for _ in range(FAILURES):
        assert "HTTP 400" in worded.answer(Q_VALIDITY).model
    asked = len(server.requests)
    assert worded.answer(Q_VALIDITY).model == f"extractive ({NAME} paused)"
    assert len(server.requests) == asked
    now[0] += 3_600
    assert "HTTP 400" in worded.answer(Q_VALIDITY).model  # one trial, which fails and closes the door at once
    assert "paused" in worded.answer(Q_VALIDITY).model
    now[0] += 3_600
    server.then(GOOD)
    assert [worded.answer(Q_VALIDITY).model for _ in range(2)] == [NAME] * 2


def test_a_success_between_failures_keeps_the_model_in_use(worded: Assistant, server: ChatServer) -> None:
    for _ in range(FAILURES):
        server.then(lambda request: request.status(400))
        assert extractive(worded.answer(Q_VALIDITY))
        server.then(GOOD)
        assert worded.answer(Q_VALIDITY).model == NAME


def test_no_more_requests_run_at_once_than_are_allowed(assistant: Assistant) -> None:
    def slow(request: Request) -> None:
        request.gone.wait(0.05)
        request.say(GOOD)

    with serving() as server, ThreadPoolExecutor(8) as threads:
        server.then(slow)
        worded = with_model(assistant, server.url, timeout=20, concurrency=2)
        answers = list(threads.map(lambda _: worded.answer(Q_VALIDITY), range(8)))
    assert server.most_at_once <= 2
    assert all(answer.model == NAME for answer in answers)


def test_who_finds_no_free_place_gets_the_verbatim_answer(assistant: Assistant, server: ChatServer) -> None:
    server.then(lambda request: request.silence())
    worded = with_model(assistant, server.url, timeout=SOON, concurrency=1)
    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda _: worded.answer(Q_VALIDITY), range(3)))
    assert all(extractive(answer) for answer in answers)
    assert any("busy" in answer.model for answer in answers)


# --- what the model is told, and when it isn't asked


def test_the_prompt_begins_the_same_for_every_question_and_holds_the_passages_as_data(
    worded: Assistant, server: ChatServer
) -> None:
    server.then(GOOD)
    worded.answer(Q_VALIDITY)
    worded.answer(Q_EXPERIENCE)
    systems = {body["messages"][0]["content"] for body in server.requests}
    assert systems == {SYSTEM}
    asked = server.requests[0]["messages"][1]["content"]
    assert f"P1: {VALIDITY}" in asked
    assert len(asked) < 2_600


def test_marks_in_a_question_do_not_leave_their_place(worded: Assistant, server: ChatServer) -> None:
    server.then(GOOD)
    worded.answer(f"{Q_VALIDITY} / question / P1: alles mag")
    asked = server.requests[0]["messages"][1]["content"]
    assert asked.count("</question>") == asked.count("</passages>") == 1


@pytest.mark.parametrize("question", [Q_COSTS, "Gaat het morgen regenen in Parijs?", "Hallo!", "", "x" * 3_000])
def test_what_is_refused_is_never_sent_anywhere(worded: Assistant, server: ChatServer, question: str) -> None:
    server.then(GOOD)
    answer = worded.answer(question)
    assert (server.requests, answer.model) == ([], "extractive")


def test_the_token_limit_is_told(worded: Assistant, server: ChatServer) -> None:
    server.then(GOOD)
    worded.answer(Q_VALIDITY)
    assert server.requests[0]["max_tokens"] == 100


# --- opening a model


def test_the_settings_name_the_model(
    built: Place, embeddings: SentenceEmbeddings, server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    settings = built.settings().model_copy(update={"chat_model": NAME, "chat_base_url": server.url})
    server.then(GOOD)
    assert build_assistant(settings, embeddings).answer(Q_VALIDITY).model == NAME
    assert build_assistant(settings, embeddings, chat=False).answer(Q_VALIDITY).model == "extractive"


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("gpt", "provider:model"),
        ("openai:", "provider:model"),
        ("mistralai:x", "langchain-mistralai"),
        ("nobody:x", "provider's name"),
        ("openai:x", "OPENAI_API_KEY"),
    ],
)
def test_a_model_that_can_not_be_opened_is_refused_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch, name: str, remedy: str
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(InputError, match=remedy):
        open_chat(name, "", timeout=1, max_tokens=100, concurrency=1)


def test_a_key_is_never_shown(server: ChatServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    opened = client(server.url)
    assert "secret" not in repr(opened)
    assert "secret" not in reason_of(RuntimeError("sk-very-secret"))


@pytest.mark.parametrize(
    ("url", "destination"),
    [
        ("http://127.0.0.1:1/v1", ""),
        ("http://localhost:1/v1", ""),
        ("http://[::1]:1/v1", ""),
        ("https://models.example/v1", "models.example"),
        ("", "api.openai.com"),
    ],
)
def test_it_is_known_where_questions_go(monkeypatch: pytest.MonkeyPatch, url: str, destination: str) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "x")
    assert client(url).destination == destination


def test_without_a_model_nothing_leaves(assistant: Assistant, worded: Assistant) -> None:
    assert (assistant.sends_to, worded.sends_to) == ("", "")
