"""The rules are held to the texts: what is quoted, what number it says, and what follows when both change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from app.eligibility.engine import decide
from app.eligibility.facts import Amount, Certificate, Duration, Experience, Facts, When
from app.eligibility.rules import FILE, Role, RuleSet, compact, load_rules, years_in
from app.errors import CorpusError
from app.schema import Document
from ingest.load import accept, load_documents
from tests.eligibility.conftest import CORPUS

TODAY = date(2026, 11, 22)
INTERVIEW = "texts/000_b77b9a28b6232892.txt"
EXPERIENCE = "tenminste 3 jaar werkervaring"
VALIDITY = "Certificering is geldig voor drie jaar"


@pytest.fixture
def rules(documents: dict[str, Document]) -> RuleSet:
    """The rules as they ship, read anew: reading them is what is tested here."""
    return load_rules(CORPUS / FILE, documents)


def edit(path: Path, old: str, new: str) -> None:
    """Replace `old`, which must be there, everywhere in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def load(corpus: Path) -> RuleSet:
    """The rules of a corpus folder whose texts were edited on purpose."""
    accept(corpus)
    documents: dict[str, Document] = {document.id: document for document in load_documents(corpus)}
    return load_rules(corpus / FILE, documents)


def apply_with(years: int) -> Facts:
    """A career adviser of so many stated years."""
    work = Experience(lasting=Duration.exactly(Amount.of(years)), role="loopbaanadviseur")
    return Facts("apply", TODAY, experience=(work,))


def certified(day: date, kind: str = "use_title") -> Facts:
    """Somebody certified on a day."""
    return Facts(kind, TODAY, certificate=Certificate(held=True, issued=(When.on(day),)))  # type: ignore[arg-type]


def test_the_names_that_the_reader_goes_by_come_from_the_file(rules: RuleSet) -> None:
    assert set(rules.names) == {"title", "ours", "elsewhere", "field"}
    assert all(rules.names.values())


def test_the_quotes_are_the_text_at_their_place(rules: RuleSet, documents: dict[str, Document]) -> None:
    assert set(rules.criteria) == {"experience", "field", "certificate", "validity", "renewal"}
    for name, criterion in rules.criteria.items():
        document = documents[criterion.document]
        assert criterion.quote == document.text[criterion.start : criterion.end]
        assert (criterion.file, criterion.title) == (document.file, document.title)
        assert criterion.id == name
        assert criterion.citation(2) == {
            "n": 2,
            "document": document.id,
            "file": document.file,
            "title": document.title,
            "section": "",
            "start": criterion.start,
            "end": criterion.end,
            "quote": criterion.quote,
        }
        assert set(criterion.outcomes) == {"met", "not_met", "unknown"}


def test_the_numbers_are_those_of_the_quotes(rules: RuleSet) -> None:
    for criterion, name in (("experience", "experience_years"), ("validity", "validity_years")):
        assert years_in(rules.criteria[criterion].quote) == {rules.parameters[name]}  # type: ignore[index]


def test_verdicts_follow_a_text_and_a_rule_that_say_seven(corpus_copy: Path) -> None:
    edit(corpus_copy / INTERVIEW, EXPERIENCE, "tenminste 7 jaar werkervaring")
    edit(corpus_copy / FILE, EXPERIENCE, "tenminste 7 jaar werkervaring")
    edit(corpus_copy / FILE, "{name: experience_years, years: 3}", "{name: experience_years, years: 7}")
    rules = load(corpus_copy)
    short, long = decide(apply_with(6), rules), decide(apply_with(7), rules)
    assert (short.verdict, short.earliest_date) == ("not_yet", date(2027, 11, 22))
    assert long.verdict == "eligible"
    assert "7 jaar" in long.criteria[0].explanation
    assert "7 jaar" in long.criteria[0].citation["quote"]


def test_validity_and_renewal_follow_words_as_well(corpus_copy: Path) -> None:
    for old, new in (
        (VALIDITY, "Certificering is geldig voor zeven jaar"),
        ("edere drie jaar", "edere zeven jaar"),
        ("elke 3 jaar", "elke 7 jaar"),
        ("iedere zeven jaar worden", "iedere zeven jaar worden"),
    ):
        edit(corpus_copy / INTERVIEW, old, new)
        edit(corpus_copy / FILE, old, new)
    edit(corpus_copy / FILE, "{name: validity_years, years: 3}", "{name: validity_years, years: 7}")
    edit(corpus_copy / FILE, "{name: renewal_years, years: 3}", "{name: renewal_years, years: 7}")
    rules = load(corpus_copy)
    title = decide(certified(date(2020, 5, 1)), rules)
    assert (title.verdict, title.valid_until) == ("eligible", date(2027, 5, 1))
    assert decide(certified(date(2020, 5, 1), "recertify"), rules).verdict == "not_yet"
    assert decide(certified(date(2019, 11, 21), "recertify"), rules).verdict == "due"


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (INTERVIEW, EXPERIENCE, "tenminste 7 jaar werkervaring", "the quote of criterion experience"),
        (INTERVIEW, VALIDITY, "Certificering is geldig voor zeven jaar", "the quote of criterion validity"),
        (INTERVIEW, "elke 3 jaar", "elke 4 jaar", "the quote of criterion renewal"),
        (INTERVIEW, "persoonscertificaat, waardoor", "diploma, waardoor", "the quote of criterion certificate"),
        (FILE, EXPERIENCE, "tenminste 7 jaar werkervaring", "the quote of criterion experience"),
        (FILE, "{name: experience_years, years: 3}", "{name: experience_years, years: 7}", "experience_years = 7"),
        (FILE, "{name: validity_years, years: 3}", "{name: validity_years, years: 4}", "says 3 years"),
        (FILE, "{name: renewal_years, years: 3}", "{name: renewal_years, years: 0}", "greater than or equal to 1"),
        (FILE, "{name: renewal_years, years: 3}", "{name: renewal, years: 3}", "has the parameter renewal"),
        (FILE, "quote: Certificering is geldig voor drie jaar.", "quote: drie jaar", "stands in 3 places"),
        (FILE, "document: scopes", "document: nergens", "the document 'nergens'"),
        (FILE, "stands_as: outplacement", "stands_as: jobcoaching", "the role outplacement stands as"),
        (FILE, "words: [loopbaancoaching,", "words: [loopbaanadviseur,", "stands in two lists"),
        (FILE, "- id: voluntary\n      nl:", "- id: voluntair\n      nl:", "policy.reservations"),
        (FILE, "- id: voluntary\n      nl:", "- id: abroad\n      nl:", "voluntary is missing"),
        (FILE, "    overlap:\n", "    overlapping:\n", "policy.questions"),
        (FILE, "valid_to: 2020-12-31", "valid_to: 2018-12-31", "valid_to lies before valid_from"),
        (FILE, "valid_to: 2020-12-31", "valid_to: 2020-12-31\nauthor: me", "author"),
        (FILE, "criteria:", "criteria: [", "no valid YAML at line"),
    ],
)
def test_loading_stops_and_says_which(corpus_copy: Path, file: str, old: str, new: str, says: str) -> None:
    edit(corpus_copy / file, old, new)
    with pytest.raises(CorpusError) as caught:
        load(corpus_copy)
    assert says in str(caught.value)
    assert str(corpus_copy / FILE) in str(caught.value)


LONG_QUOTE = "'Voor het certificaat Register Loopbaan professional komen adviseurs in aanmerkin'"
AGREE = "Make the parameter and the quote agree."


@pytest.mark.parametrize(
    ("edits", "says"),
    [
        (
            [(FILE, "  - id: field\n", "  - id: validity\n")],
            "criteria: field is missing. It must stand there once.",
        ),
        (
            [(FILE, "- id: voluntary\n      nl:", "- id: abroad\n      nl:")],
            "policy.reservations: voluntary is missing. It must stand there once.",
        ),
        (
            [
                (FILE, "    overlap:\n      nl: Was dat werk na elkaar, of deels in dezelfde tijd?\n", ""),
                (FILE, "      en: Was that work one after the other, or partly at the same time?\n", ""),
            ],
            "policy.questions: overlap is missing. It must stand there once.",
        ),
        (
            [(FILE, "- id: abroad\n      treatment", "- id: mixed\n      treatment")],
            "policy.circumstances: mixed stands there twice. It must stand there once.",
        ),
        (
            [(FILE, "    document: scopes\n", "    document: scopes\n    parameter: {name: areas, years: 4}\n")],
            "criterion field has the parameter areas, not none. Mend it.",
        ),
        (
            [(FILE, "    parameter: {name: validity_years, years: 3}\n", "")],
            "criterion validity has the parameter none, not validity_years. Mend it.",
        ),
        (
            [(FILE, "valid_to: 2020-12-31", "valid_to: 2018-12-31")],
            "valid_to lies before valid_from. Mend one of them.",
        ),
        (
            [(FILE, EXPERIENCE, "tenminste 7 jaar werkervaring")],
            f"the quote of criterion experience, {LONG_QUOTE}, is not in {INTERVIEW}. Quote the text word for word, with "
            "enough of it to find one place only.",
        ),
        (
            [(FILE, "quote: Certificering is geldig voor drie jaar.", "quote: drie jaar")],
            f"the quote of criterion validity, 'drie jaar', stands in 3 places of {INTERVIEW}. Quote the text word for word, "
            "with enough of it to find one place only.",
        ),
        (
            [(FILE, "document: scopes", "document: nergens")],
            "the criterion field quotes the document 'nergens', which isn't there.",
        ),
        (
            [(FILE, "{name: experience_years, years: 3}", "{name: experience_years, years: 7}")],
            f"the criterion experience has experience_years = 7, but its quote {LONG_QUOTE} says 3 years. {AGREE}",
        ),
        (
            [(file, VALIDITY, f"{VALIDITY} of 7 jaar") for file in (FILE, INTERVIEW)],
            f"the criterion validity has validity_years = 3, but its quote '{VALIDITY} of 7 jaar.' says 3 years and 7 years. "
            f"{AGREE}",
        ),
        (
            [(file, VALIDITY, "Certificering is geldig") for file in (FILE, INTERVIEW)],
            "the criterion validity has validity_years = 3, but its quote 'Certificering is geldig.' says no number of "
            f"years. {AGREE}",
        ),
        (
            [(FILE, "stands_as: outplacement", "stands_as: jobcoaching")],
            "the role outplacement stands as 'jobcoaching', which the quotes of experience and field don't name. Name it as "
            "they do or remove it.",
        ),
        (
            [(FILE, "words: [loopbaancoaching,", "words: [Loopbaan-adviseur,")],
            "the role word 'Loopbaan-adviseur' stands in two lists. Keep it in one.",
        ),
        (
            [(FILE, "{name: renewal_years, years: 3}", "{name: renewal_years, years: 0}")],
            "criteria.4.parameter.years: Input should be greater than or equal to 1. Mend that entry.",
        ),
    ],
)
def test_the_complaint_word_for_word(corpus_copy: Path, edits: list[tuple[str, str, str]], says: str) -> None:
    for file, old, new in edits:
        edit(corpus_copy / file, old, new)
    with pytest.raises(CorpusError) as caught:
        load(corpus_copy)
    assert str(caught.value) == f"{corpus_copy / FILE}: {says}"


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (None, " can't be read (FileNotFoundError), and without it nobody's case can be checked. Put it there."),
        (b"", ": the file: Input should be a valid dictionary or instance of RulesFile. Mend that entry."),
        (b"version: [\n", " is no valid YAML at line 2. Mend that line."),
        (b"version: \0\n", " is no valid YAML. Mend that line."),
    ],
)
def test_a_file_that_holds_no_rules(raw: bytes | None, says: str, tmp_path: Path) -> None:
    path = tmp_path / FILE
    if raw is not None:
        path.write_bytes(raw)
    with pytest.raises(CorpusError) as caught:
        load_rules(path, {})
    assert str(caught.value) == f"{path}{says}"


def test_a_rule_set_may_hold_for_a_day(corpus_copy: Path) -> None:
    edit(corpus_copy / FILE, "valid_to: 2020-12-31", "valid_to: 2019-01-01")
    assert load(corpus_copy).valid_to == date(2019, 1, 1)


def test_what_was_loaded_is_what_the_file_says(rules: RuleSet, documents: dict[str, Document]) -> None:
    raw = (CORPUS / FILE).read_bytes()
    content = yaml.safe_load(raw)
    policy = content["policy"]
    texts = "\n".join(sorted(f"{document.file} {document.sha256}" for document in documents.values()))
    assert rules.version == content["version"]
    assert (rules.valid_from, rules.valid_to) == (content["valid_from"], content["valid_to"])
    assert rules.sha256 == sha256(raw).hexdigest()
    assert rules.corpus_sha256 == sha256(texts.encode()).hexdigest()
    assert rules.longest_working_life_years == policy["longest_working_life_years"]
    assert rules.qualifiers == set(policy["roles"]["qualifiers"])
    assert {name: words.nl for name, words in rules.questions.items()} == {
        name: words["nl"] for name, words in policy["questions"].items()
    }
    assert {name: words.en for name, words in rules.reservations.items()} == {
        entry["id"]: entry["en"] for entry in policy["reservations"]
    }
    assert {name: (entry.treatment, entry.reservation) for name, entry in rules.circumstances.items()} == {
        entry["id"]: (entry["treatment"], entry["reservation"]) for entry in policy["circumstances"]
    }
    for entry in content["criteria"]:
        outcomes = rules.criteria[entry["id"]].outcomes
        assert {name: words.nl for name, words in outcomes.items()} == {
            name: entry[name]["nl"] for name in ("met", "not_met", "unknown")
        }


def test_what_supersedes_a_text_is_what_the_manifest_says(rules: RuleSet, documents: dict[str, Document]) -> None:
    for entry in rules.superseded:
        document = documents[entry.document]
        assert document.notice is not None
        assert entry.since.isoformat() == document.since
        assert (entry.notice.nl, entry.notice.en) == (document.notice.nl, document.notice.en)
    quoted = {criterion.document for criterion in rules.criteria.values()}
    assert [entry.document for entry in rules.superseded] == ["interview", "scopes"]
    assert quoted == {"interview", "scopes"}


@pytest.mark.parametrize(
    ("named", "role"),
    [
        ("loopbaanadviseur", Role("counted", "loopbaanadviseur", general=True)),
        ("loopbaancoach", Role("counted", "loopbaancoaching")),
        ("outplacementcoach", Role("counted", "outplacement")),
        ("outplacement", Role("counted", "outplacement")),
        ("loopbaancoach en outplacementcoach", Role("counted", "loopbaancoaching")),
        ("loopbaancoach & loopbaanadviseur", Role("counted", "loopbaanadviseur", general=True)),
        ("senior freelance loopbaancoach", Role("counted", "loopbaancoaching")),
        ("stagiair", Role("source_silent", "stagiair", reservation="internship")),
        ("loopbaancoach, vrijwilliger", Role("source_silent", "vrijwilliger", reservation="voluntary")),
        ("vrijwilliger and recruiter", Role("ask")),
        ("loopbaancoach senior", Role("ask")),
        ("{work}", Role("ask")),
        ("outplacement{work}", Role("ask")),
    ],
)
def test_a_role_with_all_that_the_rules_say_of_it(named: str, role: Role, rules: RuleSet) -> None:
    assert rules.role(named) == role


def test_a_missing_file_is_named(corpus_copy: Path) -> None:
    (corpus_copy / FILE).unlink()
    with pytest.raises(CorpusError, match="rules.yaml can't be read"):
        load(corpus_copy)


@pytest.mark.parametrize(
    "spoil", [lambda raw: b"\xff\xfe" + raw, lambda raw: raw + b"\nx: 2019-02-30\n", lambda raw: b""]
)
def test_a_file_that_is_no_text_is_refused(corpus_copy: Path, spoil: Callable[[bytes], bytes]) -> None:
    path = corpus_copy / FILE
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(CorpusError, match=str(path)):
        load(corpus_copy)


def test_the_notice_comes_from_the_manifest(corpus_copy: Path) -> None:
    edit(corpus_copy / "manifest.yaml", "since: 2021-01-01", "since: 2031-01-01")
    edit(corpus_copy / FILE, "valid_to: 2020-12-31", "valid_to: null")
    assert "superseded" not in {note.id for note in decide(apply_with(4), load(corpus_copy)).reservations}


def test_after_its_end_a_rule_set_says_so_without_a_manifest_too(corpus_copy: Path) -> None:
    edit(corpus_copy / "manifest.yaml", "status: superseded", "status: current")
    rules = load(corpus_copy)
    notes = {note.id: note.text for note in decide(apply_with(4), rules).reservations}
    assert notes["superseded"] == rules.reservations["superseded"].nl


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("tenminste 3 jaar", {3}),
        ("voor drie jaar.", {3}),
        ("Iedere DRIE jaren", {3}),
        ("three years", {3}),
        ("a 3-year term", {3}),
        ("drie jaar en 7 jaar", {3, 7}),
        ("één jaar", {1}),
        ("1.500 jaar", set()),
        ("in 2019, jaarlijks", set()),
        ("drieëndertig jaar", set()),
        ("3 jaarlijkse toetsen", set()),
    ],
)
def test_numbers_of_years_are_read_from_a_quote(text: str, years: set[int]) -> None:
    assert years_in(text) == years


@pytest.mark.parametrize(
    ("named", "standing"),
    [
        ("Loopbaan-adviseur", "counted"),
        ("zelfstandig loopbaanadviseur", "counted"),
        ("career counsellor", "counted"),
        ("reïntegratiecoach", "counted"),
        ("re-integratie consulent", "counted"),
        ("tweede-spoorcoach", "counted"),
        ("2e spoor consulent", "counted"),
        ("Outplacement Consultant", "counted"),
        ("loopbaancoach / outplacement", "counted"),
        ("jobcoach", "ask"),
        ("HR-manager", "ask"),
        ("recruiter", "ask"),
        ("studieloopbaanbegeleider", "ask"),
        ("manager loopbaanbegeleiding", "ask"),
        ("loopbaancoach en recruiter", "ask"),
        ("senior", "ask"),
        ("", "ask"),
        ("coach", "ask"),
        ("stagiair", "source_silent"),
        ("vrijwilliger", "source_silent"),
        ("trainee & jobcoach", "ask"),
    ],
)
def test_what_the_rules_make_of_a_role(named: str, standing: str, rules: RuleSet) -> None:
    assert rules.role(named).standing == standing


def test_a_role_is_compared_without_its_accidents() -> None:
    assert compact("Re-Integratie  consulent.") == compact("reïntegratieconsulent")


def test_every_word_of_the_rules_is_there_in_both_languages(rules: RuleSet) -> None:
    sentences = [*rules.reservations.values(), *rules.questions.values()]
    sentences += [
        words
        for criterion in rules.criteria.values()
        for words in (criterion.explanation, *criterion.outcomes.values())
    ]
    assert all(words.nl != words.en for words in sentences)
