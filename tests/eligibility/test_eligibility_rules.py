"""The rules are held to the texts: what is quoted, what number it says, and what follows when both change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.eligibility.engine import decide
from app.eligibility.facts import Amount, Certificate, Duration, Experience, Facts, When
from app.eligibility.rules import FILE, RuleSet, compact, load_rules, years_in
from app.errors import CorpusError
from app.schema import Document
from ingest.load import accept, load_documents

TODAY = date(2026, 11, 22)
INTERVIEW = "texts/000_b77b9a28b6232892.txt"
EXPERIENCE = "tenminste 3 jaar werkervaring"
VALIDITY = "Certificering is geldig voor drie jaar"


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


def test_the_quotes_are_the_text_at_their_place(rules: RuleSet, documents: dict[str, Document]) -> None:
    assert set(rules.criteria) == {"experience", "field", "certificate", "validity", "renewal"}
    for criterion in rules.criteria.values():
        document = documents[criterion.document]
        assert criterion.quote == document.text[criterion.start : criterion.end]
        assert (criterion.file, criterion.title) == (document.file, document.title)


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
