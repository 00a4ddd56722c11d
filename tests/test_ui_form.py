"""The eligibility form without a browser: its fields as facts, decisions and errors as HTML, the endpoint."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import fields
from typing import Any

import httpx
import pytest

from app.errors import InputError
from app.schema import Language
from app.ui import conversation, markup, verdict
from app.ui.check_texts import CHECK, COLUMNS, EN, FIELDS, KINDS, NL, CheckTexts
from app.ui.entries import case_of, field_of, place_of, trouble_of
from app.ui.fields import periods_html
from app.ui.texts import NL as CHAT
from tests.ui_fakes import EXPERIENCE_QUOTE, NOTICE, VALIDITY_QUOTE, FakeAssistant, document, running

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)> \"'&${1}{{x}}"
DOCUMENTS = {"interview": document(), "scopes": document("scopes")}
ADVISER = ["01-06-2020", "", "loopbaanadviseur", ""]
VERDICTS = {
    "apply": {"eligible", "not_yet", "unknown"},
    "use_title": {"eligible", "not_eligible", "unknown"},
    "recertify": {"not_yet", "due", "not_eligible", "unknown"},
}
"""As the contract has them."""

CASES: list[tuple[dict[str, object], str]] = [
    ({"kind": "apply", "experience": [{"start": "2020-06-01", "still": True, "role": "loopbaancoach"}]}, "eligible"),
    ({"kind": "apply", "experience": [{"start": "2025-06-01", "still": True, "role": "loopbaancoach"}]}, "not_yet"),
    ({"kind": "apply", "experience": [{"start": "2020-06-01", "still": True, "role": "HR-manager"}]}, "unknown"),
    ({"kind": "apply"}, "unknown"),
    ({"kind": "use_title", "certificate": "2025-01-31"}, "eligible"),
    ({"kind": "use_title", "certificate": "2020-01-31"}, "not_eligible"),
    ({"kind": "use_title"}, "unknown"),
    ({"kind": "recertify", "certificate": "2025-01-31"}, "not_yet"),
    ({"kind": "recertify", "certificate": "2020-01-31"}, "due"),
    ({"kind": "recertify", "certificate": "none"}, "not_eligible"),
    ({"kind": "recertify", "certificate": "2023"}, "unknown"),
]


@pytest.fixture(scope="module")
def assistant() -> FakeAssistant:
    """Real rules over the real texts."""
    return FakeAssistant()


def shown(decision: Mapping[str, Any], language: Language = "nl", publisher: str = "De uitgever") -> str:
    return verdict.decision_html(
        decision,
        rows=(1,),
        section_of=lambda citation: "Een kop",
        publisher=publisher,
        notices=markup.notices_html(DOCUMENTS, language),
        choice=1,
        language=language,
    )


def plain(markup_text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", markup_text)))


def refused(assistant: FakeAssistant, *values: object) -> tuple[str, str, str]:
    """Field, place and sentence of the error that these form values meet."""
    case = case_of(*values, NL)
    with pytest.raises(InputError) as caught:
        assistant.check(case.facts)
    trouble = trouble_of(caught.value, case.rows, NL)
    return trouble.field, trouble.place, trouble.sentence


# --- what was filled in


@pytest.mark.parametrize(
    ("row", "period"),
    [
        (ADVISER, {"start": "2020-06-01", "still": True, "role": "loopbaanadviseur"}),
        (["1/6/2020", "30.6.2021", "", ""], {"start": "2020-06-01", "end": "2021-06-30"}),
        (["2020-06-01", "06-2021", "", "yes"], {"start": "2020-06-01", "end": "2021-06", "career_advice": True}),
        (
            ["2020", " 2021 ", " coach ", "no"],
            {"start": "2020", "end": "2021", "role": "coach", "career_advice": False},
        ),
        (["", "", "coach"], {"still": True, "role": "coach"}),
        (["gisteren", "", "", "x"], {"start": "gisteren", "still": True}),
        (["31-02-2020", None, 7, {}], {"start": "2020-02-31", "still": True}),
        (["2020", "", "", "", "3"], {"start": "2020", "still": True, "interruption": "3 months"}),
        (["2020", "", "", "", " 6 weken "], {"start": "2020", "still": True, "interruption": "6 weken"}),
        (["2020", "", "", "", "Geen"], {"start": "2020", "still": True}),
        (["2020", "", "", "", "0"], {"start": "2020", "still": True}),
        (["2020", "", "", "", "", "abroad"], {"start": "2020", "still": True, "circumstances": ["abroad"]}),
        (
            ["2020", "", "", "", "1", "part_time", "", None, "mixed"],
            {"start": "2020", "still": True, "interruption": "1 months", "circumstances": ["part_time", "mixed"]},
        ),
        (["", "", "", "", "", "voluntary"], {"still": True, "circumstances": ["voluntary"]}),
    ],
)
def test_a_row_is_a_period(row: list[object], period: dict[str, object]) -> None:
    assert case_of("apply", [row], "", "", NL).facts == {"kind": "apply", "experience": [period]}


@pytest.mark.parametrize(
    ("certificate", "as_of", "facts"),
    [
        ("", "", {}),
        ("Geen", "vandaag", {"certificate": "none"}),
        ("1-5-2024", "22-11-2026", {"certificate": "2024-05-01", "as_of": "2026-11-22"}),
        ("2024", None, {"certificate": "2024"}),
    ],
)
def test_certificate_and_day(certificate: object, as_of: object, facts: dict[str, object]) -> None:
    assert case_of("use_title", [], certificate, as_of, NL).facts == {"kind": "use_title", **facts}


def test_empty_rows_are_no_periods_and_the_others_keep_their_number() -> None:
    case = case_of("apply", [["", "", "", ""], ADVISER, ["", " ", "", ""], ADVISER], "", "", NL)
    assert case.rows == (2, 4)
    assert place_of("experience[1].end", case.rows, NL) == "Periode 4, laatste dag"


@pytest.mark.parametrize("value", [None, 3, "tekst", {"a": 1}, [None], [[]], [[[]]], ["x"], [["\ud800"]], [{"a": 1}]])
def test_no_request_breaks_the_reading(assistant: FakeAssistant, value: object) -> None:
    case = case_of("apply", value, value, None, NL)
    json.dumps(case.facts).encode()
    with suppress(InputError):
        assistant.check(case.facts)


# --- what is wrong


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            ("apply", [ADVISER, ["30-02-2019", "", "", ""]], "", ""),
            (
                "periode-2-start",
                "Periode 2, eerste dag",
                "“30-02-2019” is geen datum. Schrijf een datum als 22-11-2026.",
            ),
        ),
        (
            ("apply", [["", "", "", ""], ["01-06-2020", "2019", "", ""]], "", ""),
            ("periode-2-end", "Periode 2, laatste dag", "2019 ligt voor de eerste dag, 01-06-2020."),
        ),
        (
            ("apply", [["01-01-2027", "", "", ""]], "", ""),
            (
                "periode-1-start",
                "Periode 1, eerste dag",
                "01-01-2027 ligt na 22-11-2026. Werk dat nog moet beginnen, is nog geen ervaring.",
            ),
        ),
        (
            ("apply", [["1930", "", "", ""]], "", ""),
            ("periode-1-start", "Periode 1, eerste dag", "Vanaf 1930 is langer dan een werkend leven."),
        ),
        (
            ("apply", [["2020", "", "x" * 201, ""]], "", ""),
            ("periode-1-role", "Periode 1, functie", "Een functie heeft 1 tot 200 tekens."),
        ),
        (
            ("apply", [ADVISER, [*ADVISER, "1,5"]], "", ""),
            (
                "periode-2-interruption",
                "Periode 2, onderbreking (maanden)",
                "“1,5” is geen aantal maanden. Schrijf een heel getal, bijvoorbeeld 3.",
            ),
        ),
        (
            ("apply", [[], [*ADVISER, "1234567"]], "", ""),
            (
                "periode-2-interruption",
                "Periode 2, onderbreking (maanden)",
                "“1234567” is geen aantal maanden. Schrijf een heel getal, bijvoorbeeld 3.",
            ),
        ),
        (
            ("apply", [[*ADVISER, "-3"]], "", ""),
            (
                "periode-1-interruption",
                "Periode 1, onderbreking (maanden)",
                "“-3” is te weinig. Schrijf een heel getal, bijvoorbeeld 3.",
            ),
        ),
        (
            ("apply", [[*ADVISER, "100"]], "", ""),
            (
                "periode-1-interruption",
                "Periode 1, onderbreking (maanden)",
                "De onderbreking is langer dan het werk zelf.",
            ),
        ),
        (
            ("apply", [[*ADVISER, "9999"]], "", ""),
            ("periode-1-interruption", "Periode 1, onderbreking (maanden)", "Dat is langer dan een werkend leven."),
        ),
        (
            ("apply", [[*ADVISER, "1"]] * 5, "", ""),
            (
                "",
                "Uw werk",
                "Meer dan 4 perioden hebben een onderbreking. Maak van elk stuk werk een eigen periode, met datums.",
            ),
        ),
        (
            ("apply", [[*ADVISER, "", "part_time", "onbekend"]], "", ""),
            (
                "periode-1-circumstances",
                "Periode 1, bijzonderheden",
                "De regels kennen een van deze bijzonderheden niet.",
            ),
        ),
        (
            ("apply", [ADVISER] * 21, "", ""),
            ("", "Uw werk", "21 perioden is te veel. Er kunnen er 20 worden gecontroleerd."),
        ),
        (
            ("use_title", [], "misschien", ""),
            ("certificaat", "Certificaat", "“misschien” is geen datum. Schrijf een datum als 22-11-2026."),
        ),
        (
            ("use_title", [], "01-01-2027", ""),
            ("certificaat", "Certificaat", "01-01-2027 ligt in de toekomst. Dan is er nog geen certificaat."),
        ),
        (
            ("use_title", [], "2024/2023", ""),
            ("certificaat", "Certificaat", "01-01-2024/31-12-2023 eindigt voor het begint."),
        ),
        (
            ("apply", [], "", "11-2026"),
            (
                "peildatum",
                "Datum van de controle",
                "“11-2026” is geen losse dag. Schrijf dag, maand en jaar: 22-11-2026.",
            ),
        ),
        (
            ("apply", [], "", "01-01-1800"),
            ("peildatum", "Datum van de controle", "01-01-1800 valt buiten de jaren 1900 tot en met 2099."),
        ),
        ((None, [], "", ""), ("", "Wat u wilt weten", "Kies een van de mogelijkheden.")),
    ],
    ids=lambda value: value[1] if isinstance(value[0], str) and len(value) == 3 else "",
)
def test_an_error_names_its_field_in_dutch(
    assistant: FakeAssistant, values: tuple[object, ...], expected: tuple[str, str, str]
) -> None:
    assert refused(assistant, *values) == expected


def test_in_english_the_checker_speaks_for_itself() -> None:
    trouble = trouble_of(InputError("as_of: 2019-02-30 is no date. Mend it and check again."), (), EN)
    assert (trouble.place, trouble.sentence) == (EN.places["as_of"], "30-02-2019 is no date.")


def test_an_error_that_has_no_words_here_is_shown_as_it_is() -> None:
    trouble = trouble_of(InputError("certificate.held: is odd. Mend it and check again."), (), NL)
    assert (trouble.place, trouble.sentence) == ("Certificaat", "Is odd.")
    other = trouble_of(InputError("something[3].else: is odd. Mend it and check again."), (), NL)
    assert (other.field, other.place) == ("", "something[3].else")


def test_an_error_is_inert(assistant: FakeAssistant) -> None:
    case = case_of("apply", [[EVIL, "", "", ""]], "", "", NL)
    with pytest.raises(InputError) as caught:
        assistant.check(case.facts)
    trouble = verdict.trouble_html(trouble_of(caught.value, case.rows, NL), choice=1, texts=NL)
    assert set(re.findall(r"<([a-z0-9]+)", trouble)) == {"div", "h2", "p", "strong"}
    assert EVIL[:16] in html.unescape(trouble)
    assert NL.kept in trouble


def test_every_field_of_a_period_can_be_pointed_at() -> None:
    form = periods_html(NL)
    for name in FIELDS:
        identity = field_of(f"experience[1].{name}", (1, 3))
        assert identity == f"periode-3-{name}"
        assert f'id="{identity.replace("3", "{n}")}"' in form
        assert place_of(f"experience[1].{name}", (1, 3), NL) == f"Periode 3, {NL.places[name]}"


# --- what the texts leave open


@pytest.mark.parametrize(
    ("told", "expected", "reservations"),
    [
        ((), "eligible", set()),
        (("", "part_time"), "eligible", {"part-time"}),
        (("", "self_employed", "part_time"), "eligible", {"part-time", "self-employed"}),
        (("", "voluntary"), "unknown", {"voluntary"}),
        (("", "internship"), "unknown", {"internship"}),
        (("", "abroad", "part_time"), "unknown", {"abroad", "part-time"}),
        (("", "mixed"), "unknown", {"mixed-work"}),
        (("3",), "eligible", {"breaks"}),
        (("60",), "not_yet", {"breaks", "goes-on"}),
        (("0",), "eligible", set()),
    ],
)
def test_what_is_told_of_a_period_reaches_the_checker(
    assistant: FakeAssistant, told: tuple[str, ...], expected: str, reservations: set[str]
) -> None:
    def decided(*entries: str) -> dict[str, Any]:
        return assistant.check(case_of("apply", [[*ADVISER, *entries]], "", "", NL).facts)

    def noted(decision: Mapping[str, Any]) -> set[str]:
        return {note["id"] for note in decision["reservations"]}

    decision = decided(*told)
    assert decision["verdict"] == expected
    assert noted(decision) - noted(decided()) == reservations


def test_the_form_asks_about_every_circumstance_of_the_rules(assistant: FakeAssistant) -> None:
    assert assistant.rules is not None
    for texts in (NL, EN):
        assert list(texts.circumstances) == list(assistant.rules.circumstances)
        asked = re.findall(r'type="checkbox" value="(\w+)"', periods_html(texts))
        assert asked == list(assistant.rules.circumstances)


# --- the outcome


@pytest.mark.parametrize(("facts", "expected"), CASES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_decision_is_shown_whole(
    assistant: FakeAssistant, facts: dict[str, object], expected: str, language: Language
) -> None:
    decision, texts = assistant.check(facts, language=language), CHECK[language]
    assert decision["verdict"] == expected
    page = shown(decision, language)
    text = plain(page)
    assert texts.kinds[decision["kind"]] in text
    heading = texts.verdicts[f"{decision['kind']}.{expected}"]
    assert f"</span> {html.escape(heading)}</h2>" in page
    quotes = [html.unescape(quote) for quote in re.findall(r"<blockquote>(.*?)</blockquote>", page, re.DOTALL)]
    assert quotes == [criterion["citation"]["quote"] for criterion in decision["criteria"]]
    for criterion in decision["criteria"]:
        assert criterion["explanation"] in text
        assert criterion["citation"]["title"] in text
    for said in (*decision["missing"], *decision["reservations"]):
        assert said["text"] in text
    assert texts.section.format(section="Een kop") in text
    assert texts.no_decision_of.format(publisher="De uitgever") in text
    assert NOTICE.text(language) in text
    assert decision["receipt"] in text


def test_the_days_are_written_out(assistant: FakeAssistant) -> None:
    work = {"start": "2025-06-01", "still": True, "role": "loopbaanadviseur"}
    going_on = assistant.check({"kind": "apply", "experience": [work]})
    assert NL.earliest.format(day="1 juni 2028") in plain(shown(going_on))
    stopped = {"start": "2025-06-01", "end": "2025-12-31", "role": "loopbaanadviseur"}
    assert NL.no_earliest in plain(shown(assistant.check({"kind": "apply", "experience": [stopped]})))
    held = assistant.check({"kind": "use_title", "certificate": "2025-01-31"}, language="en")
    assert EN.valid_until.format(day="31 January 2028") in plain(shown(held, "en"))


def test_an_unknown_says_why_and_what_is_missing_in_which_row(assistant: FakeAssistant) -> None:
    role = {"start": "2020-06-01", "still": True, "role": EVIL}
    decision = assistant.check({"kind": "apply", "experience": [role]})
    page = verdict.decision_html(
        decision, rows=(3,), section_of=lambda citation: "", publisher="", notices="", choice=1, language="nl"
    )
    assert NL.statuses["unknown.input_missing"] in page
    assert "Periode 3, loopbaanadvies: Was uw werk als " in plain(page)
    assert NL.no_decision in page


def test_the_term_that_is_over_is_not_called_met(assistant: FakeAssistant) -> None:
    due = shown(assistant.check({"kind": "recertify", "certificate": "2020-01-31"}))
    assert NL.statuses["renewal.met"] in due


def test_a_notice_is_said_once(assistant: FakeAssistant) -> None:
    assert plain(shown(assistant.check({"kind": "use_title"}))).count(NOTICE.nl) == 1


def evil_everywhere(value: Any) -> Any:
    """A decision with every free text replaced."""
    if isinstance(value, Mapping):
        return {
            name: one if name in {"kind", "verdict", "as_of", "status", "reason", "n"} else evil_everywhere(one)
            for name, one in value.items()
        }
    if isinstance(value, list):
        return [evil_everywhere(one) for one in value]
    return EVIL if isinstance(value, str) else value


def test_nothing_in_a_decision_becomes_markup(assistant: FakeAssistant) -> None:
    decision = evil_everywhere(assistant.check({"kind": "apply"}))
    page = verdict.decision_html(
        decision, rows=(), section_of=lambda citation: EVIL, publisher=EVIL, notices="", choice=1, language="nl"
    )
    card = verdict.card_html(decision, said=EVIL, note="", linked=html.escape, publisher=EVIL, language="nl")
    for one in (page, card):
        assert set(re.findall(r"<([a-z0-9]+)", one)) <= {
            "div", "section", "p", "h2", "h3", "ol", "ul", "li", "strong", "span", "blockquote", "br",
        }  # fmt: skip
        assert not re.search(r"<[^>]*\son\w+=", one)
        assert html.escape(EVIL) in one


# --- the card under an answer


def test_a_decision_in_the_chat_has_its_card(assistant: FakeAssistant) -> None:
    *growing, last = conversation.ask(assistant, "Ik werk twee jaar, mag ik?", (), CHAT)
    assert last.turn is not None
    decision = last.turn.answer.decision
    assert decision is not None
    card = plain(last.live[last.live.index('<section class="decision card"') :])
    assert NL.verdicts["apply.not_yet"] in card
    for n, sign in ((1, f"✗ {NL.statuses['not_met']}"), (2, f"✓ {NL.statuses['met']}")):
        assert f"{sign} {decision['criteria'][n - 1]['explanation']} [{n}]" in card
    assert card.count(decision["criteria"][0]["explanation"]) == 1
    assert "U komt nog niet in aanmerking." in card  # all that was said stands in the card, and nowhere else
    assert 'class="text"' not in last.live
    assert NL.earliest.format(day="22 november 2027") in card
    assert decision["reservations"][0]["text"] in card
    assert NL.no_decision_of.format(publisher="Een uitgever (EU)") in card
    assert plain(last.live).count(NOTICE.nl) == 1
    assert not any("decision card" in frame.live for frame in growing)


def test_other_answers_have_no_card(assistant: FakeAssistant) -> None:
    *_, last = conversation.ask(assistant, "Hoe lang is het certificaat geldig?", (), CHAT)
    assert VALIDITY_QUOTE in last.live
    assert "decision" not in last.live


# --- the sentences


def leaves(texts: CheckTexts) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in fields(texts):
        value = getattr(texts, field.name)
        found |= {field.name: value} if isinstance(value, str) else {f"{field.name}.{k}": v for k, v in value.items()}
    return {name: value for name, value in found.items() if not name.startswith("troubles.")}


def test_both_languages_say_everything_with_the_same_blanks() -> None:
    dutch, english = leaves(NL), leaves(EN)
    assert dutch.keys() == english.keys()
    for name, sentence in dutch.items():
        assert sentence, name
        assert english[name], name
        assert re.findall(r"{\w+}", sentence) == re.findall(r"{\w+}", english[name]), name


@pytest.mark.parametrize("texts", [NL, EN])
def test_every_verdict_has_words_and_none_names_a_publisher(texts: CheckTexts) -> None:
    assert set(texts.verdicts) == {f"{kind}.{one}" for kind, verdicts in VERDICTS.items() for one in verdicts}
    assert set(texts.kinds) == set(KINDS) == set(VERDICTS)
    assert set(texts.columns) == set(FIELDS) >= set(COLUMNS)
    assert set(texts.places) >= set(FIELDS)
    assert len(texts.months.split()) == 12
    assert not re.search(r"\b(CMI|RL|Noloc)\b", " ".join(leaves(texts).values()))


# --- the page and its server


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    """The page on a free port, and a client for it."""
    with running(FakeAssistant()) as address, httpx.Client(base_url=address, timeout=10) as http:
        yield http


def test_without_rules_there_is_no_tab_and_no_endpoint(client: httpx.Client) -> None:
    assert "radio" in {one["type"] for one in client.get("/config").json()["components"]}
    with running(FakeAssistant(can_check=False)) as address, httpx.Client(base_url=address, timeout=10) as bare:
        config = bare.get("/config").json()
        assert "radio" not in {one["type"] for one in config["components"]}
        assert "check_eligibility" not in {one["api_name"] for one in config["dependencies"]}
        assert bare.post("/gradio_api/call/check_eligibility", json={"data": [{}, "nl"]}).status_code == 404
        assert bare.get("/gradio_api/call/check_eligibility/0f").status_code == 404


def called(client: httpx.Client, *data: object) -> Any:
    """The endpoint's result, as a program gets it."""
    posted = client.post("/gradio_api/call/check_eligibility", json={"data": data})
    assert posted.status_code == 200, posted.text
    stream = client.get(f"/gradio_api/call/check_eligibility/{posted.json()['event_id']}").text
    assert stream.startswith("event: complete\n"), stream
    [result] = json.loads(stream.partition("data: ")[2])
    return result


@pytest.mark.parametrize(("facts", "expected"), CASES)
def test_the_endpoint_gives_the_decision(
    client: httpx.Client, assistant: FakeAssistant, facts: dict[str, object], expected: str
) -> None:
    assert called(client, facts, "nl") == assistant.check(facts)
    assert called(client, facts, "en")["verdict"] == expected


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (({"kind": "apply", "experience": [{"start": "2019-02-30"}]}, "nl"), "experience[0].start: 2019-02-30 is no"),
        (({"kind": "apply", "beroep": "x"}, "nl"), "beroep: is an unknown key"),
        (({}, "nl"), "kind: "),
        (("tekst", "nl"), "the facts: "),
        ((None, "nl"), "the facts: "),
        (({"kind": "apply"}, "fr"), "language: "),
        (({"kind": "apply"}, ["nl"]), "language: "),
    ],
)
def test_the_endpoint_names_bad_input(client: httpx.Client, data: tuple[object, ...], message: str) -> None:
    result = called(client, *data)
    assert list(result) == ["error"]
    assert result["error"].startswith(message)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/gradio_api/call/ask", 404),
        ("POST", "/gradio_api/call/check", 404),
        ("POST", "/gradio_api/call/check_eligibility/0f", 405),
        ("GET", "/gradio_api/call/check_eligibility", 405),
        ("GET", "/gradio_api/call/check_eligibility/../../queue/status", 404),
        ("GET", "/gradio_api/call/check_eligibility/zz", 404),
        ("GET", "/gradio_api/call/ask/0f", 404),
        ("POST", "/gradio_api/call/v2/check_eligibility", 404),
        ("POST", "/gradio_api/run/check_eligibility", 404),
        ("POST", "/gradio_api/api/check_eligibility", 404),
    ],
)
def test_no_other_route_opens(client: httpx.Client, method: str, path: str, status: int) -> None:
    assert client.request(method, path, json={"data": [{}, "nl"]}).status_code == status


def test_only_the_endpoint_is_public(client: httpx.Client) -> None:
    assert list(client.get("/gradio_api/info").json()["named_endpoints"]) == ["/check_eligibility", "/verify_quote"]


def pressed(client: httpx.Client, *values: object) -> str:
    """The outcome that the page gets when its button is pressed with such values."""
    config = client.get("/config").json()
    button = next(one["id"] for one in config["components"] if one["props"].get("elem_id") == "controleer")
    events = [one for one in config["dependencies"] if one["backend_fn"]]
    event = next(one for one in events if [button, "click"] in [list(target) for target in one["targets"]])
    session = f"form-{abs(hash(str(values)))}"
    body = {"data": values, "fn_index": event["id"], "session_hash": session, "trigger_id": button}
    headers = {"content-type": "application/json"}
    joined = client.post("/gradio_api/queue/join", content=json.dumps(body), headers=headers)
    assert joined.status_code == 200, joined.text
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
        for line in stream.iter_lines():
            if '"process_completed"' in line:
                result = json.loads(line.removeprefix("data: "))
                assert result["success"] is True, line
                return str(result["output"]["data"][0])
    raise AssertionError("no outcome")


def test_the_form_over_the_wire(client: httpx.Client) -> None:
    outcome = pressed(client, "apply", [ADVISER], "", "")
    assert NL.verdicts["apply.eligible"] in outcome
    assert html.escape(EXPERIENCE_QUOTE) in outcome
    assert NL.verdicts["apply.unknown"] in pressed(client, "apply", [[*ADVISER, "", "voluntary"]], "", "")
    assert NL.wrong in pressed(client, "apply", [["ooit", "", "", ""]], "", "")


@pytest.mark.parametrize("odd", [7, {"a": [1]}, [["\ud800" * 300, EVIL]], "\x00"])
def test_no_value_breaks_the_form(client: httpx.Client, odd: object) -> None:
    outcome = pressed(client, "apply", odd, "", "")
    assert re.search(r'class="(trouble|decision)"', outcome)
    assert "<script" not in outcome
