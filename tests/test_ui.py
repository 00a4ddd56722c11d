"""The screen without a browser: what its functions write, how an answer appears, what the server lets through."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import httpx
import pytest

from app.schema import Answer, Citation, Statement
from app.ui import build, conversation, markup, source_panel
from app.ui.escaping import escape
from app.ui.source_panel import Place
from app.ui.texts import CATALOGUE, EN, NL
from app.ui.turn import turn_html
from tests.ui_fakes import (
    EXPERIENCE,
    EXPERIENCE_QUOTE,
    LIST_QUOTE,
    NOTICE,
    RETEST_QUOTE,
    VALIDITY,
    VALIDITY_QUOTE,
    FakeAssistant,
    cite,
    document,
    running,
    sections_of,
)

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = {"interview": document(), "scopes": document("scopes")}
APIS = ("check_eligibility", "verify_quote")
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)> ![](http://evil.test/x.png) [a](javascript:alert(3)) \"'&"


def panel(text: str, citation: Citation, sections: list[tuple[str, int, int]]) -> str:
    source = document(text=text, title="Titel")
    return source_panel.source_html(
        source, citation, sections, place=Place(1, citation.n), of=2, choice=7, language="nl"
    )


def marks(shown: str) -> str:
    return "".join(html.unescape(part) for part in re.findall(r"<mark[^>]*>(.*?)</mark>", shown, re.DOTALL))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


# --- the source panel


@pytest.mark.parametrize("quote", [EXPERIENCE_QUOTE, VALIDITY_QUOTE, RETEST_QUOTE, LIST_QUOTE])
def test_exactly_the_quote_is_marked(quote: str) -> None:
    source = document()
    shown = panel(source.text, cite(source, quote), sections_of(source.text))
    assert marks(shown).strip() == quote.strip()
    assert shown.count(f'id="{source_panel.MARK_ID}"') == 1


def test_the_panel_shows_the_whole_text_and_nothing_else() -> None:
    source = document()
    shown = panel(source.text, cite(source, VALIDITY_QUOTE), sections_of(source.text))
    body = shown[shown.index('<div class="source-body"') :]
    assert squeezed(html.unescape(re.sub(r"<[^>]+>", "", body))) == squeezed(source.text)


def test_title_publisher_date_and_heading_stand_above_the_source() -> None:
    source = document()
    shown = html.unescape(panel(source.text, cite(source, VALIDITY_QUOTE), sections_of(source.text)))
    above = shown[: shown.index('<div class="source-body"')]
    assert "Titel" in above
    assert NL.publisher.format(publisher=source.publisher) in above
    assert NL.dated.format(date_note=source.date_note) in above
    assert NL.quoted.format(n=1, section=cite(source, VALIDITY_QUOTE).section) in above


def test_a_text_without_publisher_and_date_shows_neither() -> None:
    bare = {"interview": document(publisher="", date_note="", source_url="", notice=None)}
    listed = source_panel.documents_html(bare, "nl")
    assert NL.publisher.split("{")[0] not in listed
    assert NL.dated.split("{")[0] not in listed


def test_source_text_is_inert() -> None:
    text = f"Kop {EVIL}\nEerste zin. {EVIL} Laatste zin."
    quote = f"zin. {EVIL}"
    start = text.index(quote)
    heading = text.split("\n", 1)[0]
    citation = Citation(1, "interview", "f.txt", EVIL, heading, start, start + len(quote), quote)
    shown = panel(text, citation, [(heading, 0, len(text))])
    assert marks(shown) == quote
    assert set(re.findall(r"<([a-z0-9]+)", shown)) == {"div", "h2", "h3", "p", "span", "mark", "a", "button"}


def test_a_quote_over_a_heading_has_one_place_to_scroll_to() -> None:
    text = "Titel\n\nEen zin.\n\nKop\nNog een zin."
    citation = Citation(1, "interview", "f.txt", "Titel", "Titel", 7, len(text), text[7:])
    shown = panel(text, citation, [("Titel", 0, 17), ("Kop", 17, len(text))])
    assert squeezed(marks(shown)) == squeezed(text[7:])
    assert shown.count(f'id="{source_panel.MARK_ID}"') == 1


def test_offsets_count_code_points() -> None:
    text = "T\n\n😀é\u0301 voor. De zin met 😀. Na."
    quote = "De zin met 😀."
    start = text.index(quote)
    citation = Citation(1, "interview", "f.txt", "T", "T", start, start + len(quote), quote)
    assert marks(panel(text, citation, [("T", 0, len(text))])) == quote


@pytest.mark.parametrize("sections", [[("T", 0, 600_020)], [("T", 0, 300_000), ("Midden", 300_000, 600_020)]])
def test_of_a_very_long_text_only_the_part_around_the_quote_is_shown(sections: list[tuple[str, int, int]]) -> None:
    text = "a. " * 100_000 + "Dit is het citaat. " + "b. " * 100_001
    start = text.index("Dit is")
    citation = Citation(1, "interview", "f.txt", "T", "T", start, start + 18, "Dit is het citaat.")
    shown = panel(text[:600_020], citation, sections)
    assert marks(shown) == "Dit is het citaat."
    assert len(shown) < 2 * source_panel.WHOLE_TEXT_CHARACTERS
    assert NL.shortened in shown


# --- the header


def test_the_header_says_what_this_is_and_takes_every_fact_from_the_documents() -> None:
    documents = {"a": document(), "b": document("scopes")}
    shown = html.unescape(markup.header_html(documents, "nl"))
    assert NL.automatic in shown
    assert "Een uitgever (EU)" in shown
    assert shown.count(NOTICE.nl) == 1
    assert 'href="https://www.noloc.nl"' in shown
    assert "CMI" not in shown


def test_without_publisher_and_notice_the_header_is_neutral() -> None:
    documents = {"a": document(publisher="", date_note="", notice=None)}
    shown = markup.header_html(documents, "nl")
    assert NL.title in shown
    assert NL.origin in shown
    assert "notice" not in shown


def test_texts_of_different_publishers_have_no_publisher_in_common() -> None:
    documents = {"a": document(), "b": document("scopes", publisher="Een ander")}
    assert markup.page_title(documents, NL) == NL.title


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "noloc.nl", "//evil.test"])
def test_only_a_web_address_becomes_a_link(link: str) -> None:
    shown = markup.header_html({"a": document(notice=replace(NOTICE, link=link))}, "nl")
    assert shown.count("<a ") == 1  # to the other language
    assert html.escape(link) in shown


def test_both_languages_say_everything_with_the_same_blanks() -> None:
    for field in fields(NL):
        dutch, english = getattr(NL, field.name), getattr(EN, field.name)
        assert dutch, field.name
        assert english, field.name
        assert re.findall(r"{\w+}", dutch) == re.findall(r"{\w+}", english), field.name


# --- an answer


def test_question_and_answer_are_inert() -> None:
    answer = Answer(None, EVIL, "nl", "not_in_corpus", EVIL, note=EVIL, resolved_question=EVIL)
    shown = turn_html(1, EVIL, answer, DOCUMENTS)
    assert set(re.findall(r"<([a-z0-9]+)", shown)) == {"article", "div", "span", "p", "a"}
    assert not re.search(r"<[^>]*\son\w+=", shown)


def test_half_a_surrogate_pair_can_be_shown() -> None:
    assert escape("a\ud800b").encode() == b"a?b"


@pytest.mark.parametrize(("model", "label"), [("extractive", NL.literal), ("openai:gpt", NL.reworded)])
def test_the_label_says_whose_words_they_are(model: str, label: str) -> None:
    answer = replace(FakeAssistant().answer(VALIDITY), model=model)
    assert label in turn_html(1, VALIDITY, answer, DOCUMENTS)


def test_a_refusal_has_no_label() -> None:
    shown = turn_html(1, "x", FakeAssistant().answer("x"), DOCUMENTS)
    assert NL.literal not in shown
    assert NL.reworded not in shown


def test_note_and_resolved_question_are_shown() -> None:
    answer = replace(FakeAssistant().answer(VALIDITY), note="Van vroeger.", resolved_question="Hoe lang geldig?")
    shown = turn_html(1, VALIDITY, answer, DOCUMENTS)
    assert "Van vroeger." in shown
    assert NL.resolved.format(question="Hoe lang geldig?") in shown


def test_a_refusal_says_where_to_ask_only_if_a_notice_does() -> None:
    refusal = FakeAssistant().answer("x")
    assert f'{NL.elsewhere} <a href="https://www.noloc.nl"' in turn_html(1, "x", refusal, DOCUMENTS)
    silent = {"interview": document(notice=replace(NOTICE, link=""))}
    assert NL.elsewhere not in turn_html(1, "x", refusal, silent)


def test_numbers_of_citations_are_buttons_once_their_events_are_there() -> None:
    answer = FakeAssistant().answer(VALIDITY)
    assert "<button" not in turn_html(1, VALIDITY, answer, DOCUMENTS)
    shown = turn_html(3, VALIDITY, answer, DOCUMENTS, final=True)
    assert re.findall(r'class="cite" data-opens="(.*?)"', shown) == ["bron-3-1", "bron-3-2"]


def test_a_number_that_cites_nothing_stays_text() -> None:
    answer = replace(FakeAssistant().answer(VALIDITY), text="In [7] en [1].")
    assert re.findall(r'class="cite" data-opens="(.*?)"', turn_html(1, "x", answer, DOCUMENTS, final=True)) == [
        "bron-1-1"
    ]


def test_what_is_copied_holds_quotes_places_and_addresses() -> None:
    answer = FakeAssistant().answer(VALIDITY)
    shown = html.unescape(turn_html(1, VALIDITY, answer, DOCUMENTS, final=True))
    copied = shown[shown.index('data-copy="') :]
    place = answer.citations[1]
    for told in (f"[1] “{VALIDITY_QUOTE}”", place.section, "Een uitgever (EU)", "van omstreeks 2019"):
        assert told in copied
    assert f"{{address}}?tab=sources#cite=interview:{place.start}-{place.end}" in copied


def test_an_english_answer_has_an_english_frame() -> None:
    answer = replace(FakeAssistant().answer(VALIDITY), language="en")
    assert CATALOGUE["en"].literal in turn_html(1, VALIDITY, answer, DOCUMENTS)


def test_an_answer_grows_by_statements_up_to_exactly_its_text() -> None:
    answer = FakeAssistant().answer(VALIDITY)
    assert conversation.prefixes(answer) == [f"{VALIDITY_QUOTE} [1]", answer.text]


@pytest.mark.parametrize(
    ("text", "statements", "expected"),
    [
        ("Een. [1][2] Twee. [1]", ["Een.", "Twee."], ["Een. [1][2]", "Een. [1][2] Twee. [1]"]),
        (
            "Lijst:\n• a [1]\n• b [2]",
            ["Lijst:", "• a", "• b"],
            ["Lijst:", "Lijst:\n• a [1]", "Lijst:\n• a [1]\n• b [2]"],
        ),
        ("Anders gezegd.", ["Niet in de tekst."], ["Anders gezegd."]),
        ("Een. Rest.", ["Een."], ["Een. Rest."]),
        ("Niets.", [], ["Niets."]),
    ],
)
def test_prefixes(text: str, statements: list[str], expected: list[str]) -> None:
    answer = Answer(None, "v", "nl", "answered", text, tuple(Statement(one, (1,)) for one in statements))
    assert conversation.prefixes(answer) == expected


def turns_of(assistant: FakeAssistant, *questions: str) -> tuple[conversation.Turn, ...]:
    history: tuple[conversation.Turn, ...] = ()
    for question in questions:
        for frame in conversation.ask(assistant, question, history, NL):
            if frame.turn:
                history = conversation.extended(history, frame.turn)
    return history


def test_frames_begin_with_waiting_and_end_with_the_turn() -> None:
    began = time.monotonic()
    frames = list(conversation.ask(FakeAssistant(), VALIDITY, (), NL))
    assert html.escape(NL.pending) in frames[0].live
    assert RETEST_QUOTE not in html.unescape(frames[1].live)
    assert RETEST_QUOTE in html.unescape(frames[-1].live)
    assert [frame.turn is not None for frame in frames] == [False, False, True]
    assert time.monotonic() - began < 1


def test_the_assistant_is_given_the_earlier_questions() -> None:
    assistant = FakeAssistant()
    turns_of(assistant, VALIDITY, "x" * 2_001, EXPERIENCE)
    assert assistant.calls[-1] == (EXPERIENCE, (VALIDITY,))


def test_a_question_that_is_too_long_is_the_assistants_to_refuse_and_shown_shortened() -> None:
    turn = turns_of(FakeAssistant(), "x" * 60_000)[-1]
    assert turn.answer.outcome == "invalid_input"
    assert len(turn_html(1, turn.question, turn.answer, DOCUMENTS)) < 4_000


def test_a_declared_error_is_told_without_its_details() -> None:
    frames = list(conversation.ask(FakeAssistant(), "kapot", (), NL))
    assert NL.failed in frames[-1].live
    assert "index" not in frames[-1].live
    assert frames[-1].turn is None


def test_a_conversation_has_a_bound_and_its_numbers_go_on() -> None:
    history = turns_of(FakeAssistant(), *[f"vraag {n}" for n in range(25)])
    assert [turn.number for turn in history] == list(range(6, 26))


def test_build_gives_a_page_with_a_bounded_queue() -> None:
    page = build(FakeAssistant())
    assert page.title == NL.title_of.format(publisher="Een uitgever (EU)")
    assert page._queue.max_size == 64


def test_what_is_drawn_leaves_nothing_behind_that_adds_up() -> None:
    page = build(FakeAssistant())
    kept = len(page.temp_file_sets)
    from app.ui.form import own_html
    from app.ui.page import in_event_loop

    def draw() -> None:
        with page:
            own_html("beurt")

    in_event_loop(draw)
    assert len(page.temp_file_sets) == kept


def test_importing_the_room_imports_no_gradio() -> None:
    code = "import sys, app.ui; sys.exit('gradio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=30, check=False).returncode == 0


# --- the server


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    """The page on a free port, and a client for it."""
    with running(FakeAssistant()) as address, httpx.Client(base_url=address, timeout=10) as http:
        yield http


def join(client: httpx.Client, question: object, session: str) -> httpx.Response:
    """Ask as the page does: join the queue with the text box's event."""
    config = client.get("/config").json()
    box = next(one["id"] for one in config["components"] if one["props"].get("elem_id") == "vraag")
    events = [one for one in config["dependencies"] if one["backend_fn"]]
    event = next(one for one in events if [box, "submit"] in [list(target) for target in one["targets"]])
    body = {"data": [question, None, None], "fn_index": event["id"], "session_hash": session, "trigger_id": box}
    headers = {"content-type": "application/json"}
    return client.post("/gradio_api/queue/join", content=json.dumps(body), headers=headers)


def ask_over_http(client: httpx.Client, question: object, session: str) -> str:
    """Ask, and read the stream of events until the question is complete."""
    joined = join(client, question, session)
    assert joined.status_code == 200, joined.text
    seen = ""
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
        for line in stream.iter_lines():
            seen += line + "\n"
            if '"process_completed"' in line:
                break
    return seen


def test_the_page_loads_nothing_from_elsewhere(client: httpx.Client) -> None:
    page = client.get("/")
    assert page.status_code == 200
    loaded = re.findall(r"<(?:script|img|iframe|source)\b[^>]*?\ssrc=\"([^\"]+)", page.text)
    loaded += re.findall(r"<link\b[^>]*?\shref=\"([^\"]+)", page.text)
    loaded += re.findall(r"@import[^;]+|url\(([^)]+)\)", page.text)
    own = str(client.base_url).rstrip("/")
    assert [one for one in loaded if re.match(r"(https?:)?//", one) and not one.startswith(own)] == []
    assert "connect-src 'self'" in page.headers["content-security-policy"]


def test_the_config_switches_off_what_the_page_does_not_use(client: httpx.Client) -> None:
    config = client.get("/config").json()
    assert config["analytics_enabled"] is False
    assert config["footer_links"] == []
    seen = {one["api_visibility"] for one in config["dependencies"] if one["api_name"] not in APIS}
    assert seen <= {"private", "undocumented"}
    box = next(one for one in config["components"] if one["props"].get("elem_id") == "vraag")
    assert box["props"]["max_length"] == 2_000
    assert box["props"]["autofocus"] is True


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/upload"),
        ("GET", "/gradio_api/upload_progress?upload_id=1"),
        ("POST", "/gradio_api/component_server/"),
        ("POST", "/gradio_api/process_recording"),
        ("POST", "/gradio_api/vibe-edit/"),
        ("POST", "/gradio_api/run/predict"),
        ("POST", "/gradio_api/call/ask"),
        ("POST", "/login"),
        ("GET", "/monitoring"),
        ("GET", "/monitoring/summary"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/file/etc/passwd"),
        ("GET", "/gradio_api/proxy=https://evil.test/"),
        ("GET", "/gradio_api/openapi.json"),
        ("GET", "/gradio_api/runs"),
        ("GET", "/gradio_api/deep_link"),
        ("GET", "/docs"),
        ("GET", "/openapi.json"),
        ("GET", "/static/../../../../../etc/passwd"),
        ("GET", "/assets/%2e%2e/%2e%2e/%2e%2e/routes.py"),
        ("PUT", "/"),
        ("POST", "/"),
    ],
)
def test_all_else_is_refused(client: httpx.Client, method: str, path: str) -> None:
    files = {"files": ("a.txt", b"x")} if "upload" in path and method == "POST" else None
    assert 400 <= client.request(method, path, files=files).status_code < 500


@pytest.mark.parametrize("chunked", [False, True])
def test_a_large_body_is_refused_and_the_server_lives_on(client: httpx.Client, chunked: bool) -> None:
    body = b'{"data": ["' + b"x" * 3_000_000 + b'"]}'
    content = iter([body[:1_000_000], body[1_000_000:]]) if chunked else body
    assert client.post("/gradio_api/queue/join", content=content).status_code == 413
    assert client.get("/").status_code == 200


def test_a_question_is_answered_over_the_wire(client: httpx.Client) -> None:
    seen = ask_over_http(client, VALIDITY, "wire")
    assert seen.count('"process_generating"') >= 2
    assert VALIDITY_QUOTE in seen
    assert '"success": true' in seen.replace('"success":true', '"success": true')


@pytest.mark.parametrize("question", ["x" * 30_000, "a\ud800b", ["lijst"], 12, {"a": 1}, "\x00", "  ", None])
def test_no_question_breaks_the_page(client: httpx.Client, question: object) -> None:
    seen = ask_over_http(client, question, f"odd-{abs(hash(str(question)))}")
    last = json.loads(seen.rsplit("data: ", 1)[1])
    assert last["success"] is True


def test_an_unexpected_error_shows_no_details(client: httpx.Client) -> None:
    seen = ask_over_http(client, "onverwacht", "broken")
    assert "secret" not in seen
    assert "Traceback" not in seen


def test_a_full_queue_refuses_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.ui import page

    monkeypatch.setattr(page, "MAX_WAITING", 1)
    monkeypatch.setattr(page, "AT_A_TIME", 1)
    with running(FakeAssistant(delay=0.5)) as address, httpx.Client(base_url=address, timeout=10) as client:
        answers = []
        for number in range(4):
            answers.append(join(client, VALIDITY, f"visitor-{number}").status_code)
            time.sleep(0.05)
    assert answers == [200, 200, 503, 503]


# --- a chat model's words


def test_a_growing_answer_is_shown_statement_by_statement() -> None:
    fake = FakeAssistant()
    whole = fake.answer(VALIDITY)
    first = replace(whole, text="Drie jaar. [1]", statements=whole.statements[:1], model="openai:x")
    fake.growing = [first]
    pending, growing, last = conversation.ask(fake, VALIDITY, (), NL)
    assert NL.pending in html.unescape(pending.live)
    assert "Drie jaar. [1]" in growing.live
    assert last.turn is not None
    assert last.turn.answer.text == whole.text


@pytest.mark.parametrize(
    ("model", "label"),
    [
        ("extractive", NL.literal),
        ("extractive (openai:x timeout)", NL.literal),
        ("openai:x", NL.reworded),
    ],
)
def test_it_is_said_whose_words_these_are(model: str, label: str) -> None:
    answer = replace(FakeAssistant().answer(VALIDITY), model=model)
    assert label in turn_html(1, VALIDITY, answer, DOCUMENTS)


def test_it_is_said_when_questions_leave_this_machine() -> None:
    documents = {"interview": document()}
    assert "models.example" in markup.header_html(documents, "nl", sends_to="models.example")
    assert "taalmodel" not in markup.header_html(documents, "nl")


def test_a_quote_can_be_verified_by_programs() -> None:
    with running(FakeAssistant(can_check=False)) as address, httpx.Client(base_url=address, timeout=10) as client:
        results = []
        for data in ([VALIDITY_QUOTE, None], ["verzonnen", None], [None, None], ["", ""]):
            event = client.post("/gradio_api/call/verify_quote", json={"data": data}).json()["event_id"]
            stream = client.get(f"/gradio_api/call/verify_quote/{event}").text
            results.append(json.loads(re.findall(r"^data: (.*)$", stream, re.M)[-1])[0])
    assert [one.get("quote", {}).get("verdict") for one in results] == ["verified", "not_found", None, None]
    assert all("error" in one for one in results[2:])
