"""What the feedback says to who keeps the texts: counts, what is refused, what displeases, and a draft that loads."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from app.corpus import Corpus
from app.feedback.entry import Entry, Place
from app.feedback.insights import Insights, draft_of, insights_of
from app.feedback.report import rendered, write
from app.schema import Language
from ingest.build import read_corpus
from tests.beekeepers import EXPERIENCE, VALIDITY, write_text

MONDAY, NEXT_MONDAY = date(2026, 11, 16), date(2026, 11, 23)
EVIL = "</td><script>alert(1)</script> ![x](http://evil.test/x.png) `` | \x07 'tja'"


def place(bees: Corpus, quote: str) -> Place:
    document = next(one for one in bees.documents.values() if quote in one.text)
    start = document.text.index(quote)
    return Place(document.id, "Kop", start, start + len(quote))


def entries(bees: Corpus) -> list[Entry]:
    """A fortnight: six answers, and what visitors made of them."""
    years, five = (place(bees, quote) for quote in (EXPERIENCE, VALIDITY))
    gone = Place("weg", "Een oude kop", 5, 9)
    answered = Entry("answer", MONDAY, "nl", "answered", "extractive", (five,))
    refused = Entry("answer", NEXT_MONDAY, "nl", "not_in_corpus", "extractive")
    opinion = replace(answered, kind="opinion")
    return [
        answered,
        answered,
        replace(answered, places=(years, five)),
        replace(answered, places=(gone,), language="en"),
        refused,
        replace(refused, outcome="out_of_scope"),
        replace(opinion, thumbs="down", reason="te kort", question="Hoe lang geldt het?"),
        replace(opinion, thumbs="down"),
        replace(opinion, thumbs="up"),
        replace(opinion, places=(years,), thumbs="up"),
        replace(refused, kind="opinion", question="Wat kost een bijenkast?"),
        replace(refused, kind="opinion", question="wat kóst een bijenkast"),
        replace(refused, kind="opinion", question="What does a hive cost?", language="en"),
        replace(refused, kind="opinion", outcome="out_of_scope", question=EVIL),
        replace(refused, kind="opinion"),
    ]


@pytest.fixture
def found(bees: Corpus) -> Insights:
    return insights_of(entries(bees), bees.documents, lambda question: ("Kop", f"bij {question[:4]}"))


def test_answers_are_counted_and_opinions_are_not(found: Insights) -> None:
    assert (found.first, found.last, found.answers, found.refused) == (MONDAY, NEXT_MONDAY, 6, 2)
    assert found.outcomes == [("answered", 4), ("not_in_corpus", 1), ("out_of_scope", 1)]
    assert found.languages == [("nl", 5), ("en", 1)]
    assert found.weeks == [("2026-W47", 4, 0), ("2026-W48", 2, 2)]


def test_the_places_asked_for_most_stand_first_with_their_words(found: Insights) -> None:
    assert [(one.quote, one.answers) for one in found.asked] == [(VALIDITY, 3), (EXPERIENCE, 1), ("", 1)]
    assert (found.asked[-1].title, found.asked[-1].section) == ("weg", "Een oude kop"), "of a text that is gone"


def test_where_answers_displease(found: Insights) -> None:
    assert [(one.quote, one.up, one.down) for one in found.poor] == [(VALIDITY, 1, 2)]
    assert [(one.reason, one.question) for one in found.complaints] == [("", ""), ("te kort", "Hoe lang geldt het?")]


def test_refused_questions_that_differ_in_marks_only_are_one(found: Insights) -> None:
    first, second, third = found.refusals
    assert (first.question, first.times, first.nearest) == ("wat kóst een bijenkast", 2, ("Kop", "bij wat "))
    assert (second.question, second.language, second.times) == ("What does a hive cost?", "en", 1)
    assert third.outcome == "out_of_scope"


def test_the_draft_loads_as_it_stands(found: Insights, corpus_dir: Path) -> None:
    questions = corpus_dir / "questions.yaml"
    before = read_corpus(corpus_dir)[0]
    text = questions.read_text(encoding="utf-8")
    assert "\nunanswered:\n" in text
    write_text(questions, text.replace("\nunanswered:\n", f"\nunanswered:\n{found.draft}\n"))
    after, warnings = read_corpus(corpus_dir)
    assert warnings == []
    new = after.unanswered[: len(after.unanswered) - len(before.unanswered)]
    assert [(one.id, one.kind) for one in new[:2]] == [
        ("draft-wat-kost-een-bijenkast", "near"),
        ("draft-what-does-a-hive-cost", "near"),
    ]
    assert new[0].questions == ("wat kóst een bijenkast",)
    assert new[2].kind == "off_topic"
    assert "script" in new[2].questions[0]


def test_two_drafts_have_two_names(found: Insights) -> None:
    one = replace(found.refusals[0], question="?!")
    assert re.findall(r"id: (\S+)", draft_of([one, one])) == ["draft-question", "draft-question-2"]


class Tags(HTMLParser):
    """The tags of a page, with their addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it."""
        self.names.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_needs_nothing_beside_it_and_what_visitors_typed_is_inert(found: Insights, language: Language) -> None:
    page = rendered(found, "html", language)
    tags = Tags()
    tags.feed(page)
    assert not tags.names & {"script", "img", "link", "iframe"}
    assert tags.addresses == []
    for shown in ("wat kóst een bijenkast", VALIDITY, "te kort", "2026-W48", "draft-wat-kost-een-bijenkast"):
        assert shown in page


def test_in_markdown_what_visitors_typed_is_code(found: Insights) -> None:
    text = rendered(found, "md", "nl").partition("## Concept")[0]
    [line] = [line for line in text.splitlines() if "evil.test" in line]
    assert re.fullmatch(r"- 1× ``` .*evil\.test.* ``` \(gaat hier niet over\); .*", line)


@pytest.mark.parametrize("form", ["html", "md"])
def test_of_nothing_there_is_a_report_too(form: str, bees: Corpus) -> None:
    nothing = insights_of([], bees.documents, lambda _: None)
    assert "Er is nog niets bewaard." in rendered(nothing, form, "nl")


def test_it_is_written_where_it_is_wanted(found: Insights, tmp_path: Path) -> None:
    written = write(found, tmp_path / "new", "en")
    assert [path.name for path in written] == ["insights.html", "insights.md"]
    assert all("What visitors ask" in path.read_text(encoding="utf-8") for path in written)
