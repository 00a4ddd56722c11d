"""Is a quote in the corpus? Exact after folding; whatever differs is named, never passed."""

from __future__ import annotations

import time

import pytest

from app.corpus import Corpus
from app.gate.quotes import MOST_CHARACTERS, QuoteFinder
from app.schema import Span
from tests.beekeepers import BLACK, COUNT, EXPERIENCE, FOUNDED, HOURS, MARK, MERGED, TESTED, TITLE_EARNED, VALIDITY


@pytest.fixture(scope="module")
def finder(bees: Corpus) -> QuoteFinder:
    return QuoteFinder(bees)


@pytest.mark.parametrize(
    "quote",
    [
        VALIDITY,
        VALIDITY.upper(),
        VALIDITY.replace(" ", "  "),
        f"“{VALIDITY}”",
        f"  «{VALIDITY}» ",
        VALIDITY[:-1],
        "geldig voor vijf jaar",
        TESTED.replace("\u00a0", " "),
        TESTED.replace("\u00a0", "\n"),
        f"{COUNT} {TESTED}",
    ],
)
def test_a_verbatim_quote_is_verified_with_its_offsets_in_the_original(finder: QuoteFinder, quote: str) -> None:
    found = finder.find(quote)
    assert (found.verdict, len(found.spans)) == ("verified", 1)
    assert "".join(finder.corpus.text(found.spans[0]).split()).casefold() in "".join(MARK.split()).casefold()


@pytest.mark.parametrize(
    ("quote", "difference"),
    [
        (VALIDITY.replace("vijf", "tien"), 'the quote says "tien", the source "vijf"'),
        (VALIDITY.replace("geldig", "niet geldig"), 'the quote adds "niet"'),
        (EXPERIENCE.replace("ten minste ", ""), 'the quote leaves out "ten minste"'),
        (FOUNDED.replace("1987", "1978"), 'the quote says "1978", the source "1987"'),
        (HOURS.replace("zaterdag", "zondag"), 'the quote says "zondag", the source "zaterdag"'),
        (TITLE_EARNED.replace("mag", "moet"), 'the quote says "moet", the source "mag"'),
    ],
)
def test_an_altered_quote_is_told_with_the_difference(finder: QuoteFinder, quote: str, difference: str) -> None:
    found = finder.find(quote)
    assert (found.verdict, found.difference, found.spans) == ("altered", difference, ())
    assert found.nearest is not None


@pytest.mark.parametrize(
    "quote",
    [
        f"{VALIDITY} {HOURS}",
        f"{FOUNDED} … {BLACK}",
        "Het keurmerk is [...] geldig voor vijf jaar.",
        "Voor het keurmerk komt een imker in aanmerking, dat zacht van aard is",
    ],
)
def test_a_quote_of_several_places_is_stitched(finder: QuoteFinder, quote: str) -> None:
    assert finder.find(quote).verdict == "stitched"


@pytest.mark.parametrize("quote", ["De koningin legt eitjes.", "Bijen zijn nuttig voor de natuur", "ja"])
def test_what_stands_nowhere_is_not_found(finder: QuoteFinder, quote: str) -> None:
    assert finder.find(quote).verdict == "not_found"


@pytest.mark.parametrize("quote", ["", " ", "…", '"."', "•", "x" * (MOST_CHARACTERS + 1)])
def test_what_holds_no_words_or_too_many_can_not_be_checked(finder: QuoteFinder, quote: str) -> None:
    assert finder.find(quote).verdict == "uncheckable"


@pytest.mark.parametrize("quote", ["eldig voor vijf jaar", "geldig voor vijf jaa", "kend imker"])
def test_a_quote_that_cuts_a_word_in_two_is_not_verified(finder: QuoteFinder, quote: str) -> None:
    assert finder.find(quote).verdict in ("altered", "not_found")


def test_the_right_words_of_another_place_are_found_there(finder: QuoteFinder) -> None:
    elsewhere = Span("visit", 0, 50)
    found = finder.find(VALIDITY, within=[elsewhere])
    assert found.verdict == "wrong_source"
    assert finder.corpus.text(found.spans[0]) == VALIDITY
    assert finder.find(VALIDITY, within=[elsewhere, Span("mark", 0, len(MARK))]).verdict == "verified"


def test_a_long_false_quote_costs_little_time(finder: QuoteFinder) -> None:
    started = time.perf_counter()
    finder.find(f"{COUNT} {MERGED} onzin ".replace("imkers", "ijmkers") * 30)
    assert time.perf_counter() - started < 2
