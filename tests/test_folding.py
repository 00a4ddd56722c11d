"""What counts as the same text, and the way back to the place where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.folding import find_quote, fold, folded, without_marks


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("drie\u00a0jaar", "drie jaar"),
        ("drie \n\t jaar", "drie jaar"),
        ("  drie jaar \n", "drie jaar"),
        ("Drie JAAR", "drie jaar"),
        ("‘drie’ “jaar”", "'drie' \"jaar\""),
        ("«jaar»", '"jaar"'),
        ("re–integratie", "re-integratie"),
        ("re\u2011integratie", "re-integratie"),
        ("loop\u00adbaan", "loopbaan"),
        ("\ufeffloop\u200bbaan", "loopbaan"),
        ("Straße", "STRASSE"),
    ],
)
def test_these_are_the_same(a: str, b: str) -> None:
    assert folded(a) == folded(b)


@pytest.mark.parametrize(("a", "b"), [("drie", "dire"), ("15.000", "15000"), ("één", "een"), ("jaar.", "jaar")])
def test_these_are_not_the_same(a: str, b: str) -> None:
    assert folded(a) != folded(b)


@settings(max_examples=200, deadline=None, database=None, derandomize=True)
@given(st.text(st.sampled_from(list("abCé .,’“–\u00a0\n\t\u00ad\u200bßİŉﬁΣ漢😀")), max_size=40))
def test_every_folded_character_knows_where_it_came_from(text: str) -> None:
    result, offsets = fold(text)
    assert folded(text) == result
    assert len(result) == len(offsets)
    assert offsets == sorted(offsets)
    assert all(folded(text[offset]) in ("", folded(text[offset])) for offset in offsets)
    assert folded(result) == result


@pytest.mark.parametrize(
    ("quote", "places"),
    [
        ("drie jaar", [(5, 14)]),
        ("Drie JAAR", [(5, 14)]),
        ("drie\u00a0\u00a0jaar", [(5, 14)]),
        (" drie jaar ", [(5, 14)]),
        ("nergens", []),
        ("", []),
        (" \n", []),
        ("\u200b", []),
    ],
)
def test_a_quote_is_found_at_its_place(quote: str, places: list[tuple[int, int]]) -> None:
    assert find_quote("Voor drie jaar.", quote) == places


def test_every_place_of_a_repeated_quote_is_found() -> None:
    assert find_quote("bij en Bij en bij", "bij") == [(0, 3), (14, 17)]


def test_the_place_holds_what_the_text_has_between_not_what_the_quote_has() -> None:
    text = "ligt in het\u00a0onafhankelijk\n toetsen van"
    ((start, end),) = find_quote(text, "het onafhankelijk toetsen")
    assert text[start:end] == "het\u00a0onafhankelijk\n toetsen"


def test_a_quote_is_found_across_a_character_that_folds_into_two() -> None:
    text = "de Straße is lang"
    ((start, end),) = find_quote(text, "STRASSE IS")
    assert text[start:end] == "Straße is"


def test_marks_go_for_lexical_search() -> None:
    assert without_marks("reïntegratie cliënt één") == "reintegratie client een"


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(
    st.text(max_size=30)
    | st.text(st.sampled_from(list("abCé .,’“–\u00a0\n\t\u00ad\u200bßİŉﬁΣ漢😀\x1c\u2028\u3000")), max_size=40)
)
def test_the_quick_way_without_offsets_folds_alike(text: str) -> None:
    assert folded(text) == fold(text)[0]
