"""Where a text is cut: sentences, headings, lists with their lead-in; every piece with its place in the stored text."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.schema import Document, Passage, Unit
from ingest.segment import PASSAGE_CHARACTERS, segment, split_sentences
from tests import beekeepers

NBSP = "\u00a0"


def document(text: str, title: str = "Titel") -> Document:
    return Document(id="d", file="d.txt", title=title, text=text, sha256="0" * 64)


def cut(text: str) -> list[tuple[str, str]]:
    """The units of a text as (kind, words)."""
    return [(unit.kind, text[unit.start : unit.end]) for unit in segment(document(text))[0]]


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


# --- sentences


@pytest.mark.parametrize(
    "one",
    [
        "Er werken ongeveer 15.000 adviseurs in het land.",
        "Part time werken m.b.t oudere werknemers is een trend.",
        "De eisen m.b.t. ervaring zijn bekend.",
        "Ze toetst o.a. kennis en kunde.",
        "Zij mogen de titel Register Loopbaanprofessional (RL) voeren.",
        "De norm ISO/IEC 17024. geldt hier niet als einde, want er volgt een kleine letter.",
        "Bel met dhr. De Vries van het bestuur.",
        "De voorzitter is dhr. J. de Vries uit Breda.",
        "Het kost € 12,50 per keer, d.w.z. bijna niets.",
        "Kijk op www.bijen.example voor meer.",
        f"De taak ligt in het{NBSP}onafhankelijk toetsen van{NBSP} de kennis.",
        "De zaak sluit om 16.30 uur.",
        "Een zin zonder punt aan het eind",
    ],
)
def test_this_is_one_sentence(one: str) -> None:
    assert sentences(one) == [one]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Er zijn 15.000 adviseurs.", "De overheid stelt geen eisen."),
        ("Zij toetst volgens ISO/IEC 17024.", "De raad keek toe."),
        ("Zij voeren de titel (RL).", "Dat mag alleen na een toets."),
        ("Wat is dat?", "Dat is een toets."),
        ("Let op!", "De stal is dicht."),
        ("Het duurde tot december 2016.", "Per januari begon het."),
        ("Dat zei dhr. De Vries.", "Niemand sprak hem tegen."),
        (f"Hij toetst de kennis.{NBSP}", "Alle leden doen mee."),
    ],
)
def test_these_are_two_sentences(first: str, second: str) -> None:
    assert sentences(f"{first} {second}") == [first.rstrip(), second]


def test_a_line_of_invisible_characters_alone_does_not_stop_the_segmenter() -> None:
    assert ("sentence", "Een zin.") in cut("Titel\n\nEen zin.\n\u200b\nNog een zin.\n")


def test_a_line_of_invisible_characters_is_no_heading() -> None:
    assert [kind for kind, _ in cut("Titel\n\nEen zin.\n\n\u200b\n\nNog een zin.\n")].count("heading") == 1


# --- headings


@pytest.mark.parametrize(
    "heading",
    ["Zwarte bij", "2. Wat doet een imker?", "Kunt u het CMI in een paar zinnen omschrijven?", "6. Opzegtermijn"],
)
def test_a_short_line_above_its_text_is_a_heading(heading: str) -> None:
    text = f"Titel\n\nEen zin.\n\n{heading}\nDe uitleg staat hier.\n"
    assert ("heading", heading) in cut(text)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Dit is een zin.", "it ends in a full stop"),
        ("De taken zijn:", "it leads in a list"),
        ("Hoofdstad: Oranjestad", "it tells something"),
        ("Wat is dat? Een bij.", "it asks and answers"),
        ("een regel die veel te veel woorden telt om nog een kop te kunnen zijn", "it is too long"),
    ],
)
def test_a_line_is_no_heading_when(line: str, why: str) -> None:
    assert ("heading", line) not in cut(f"Titel\n\nEen zin.\n\n{line}\nDe uitleg staat hier.\n"), why


def test_a_last_line_without_text_below_it_is_no_heading() -> None:
    assert cut("Titel\n\nEen zin.\n\nLaatste regel\n")[-1] == ("sentence", "Laatste regel")


def test_everything_below_a_heading_stands_in_its_section() -> None:
    units = segment(document("Titel\n\nVooraf.\n\nKop een\nZin een.\n\nZin twee.\n\nKop twee\nZin drie.\n"))[0]
    assert [unit.section for unit in units] == ["Titel", "Titel", *["Kop een"] * 3, *["Kop twee"] * 2]


def test_markdown_headings_are_headings_without_their_signs() -> None:
    assert cut("# Bezoek\n\n## Openingstijden\n\nOpen op zaterdag.\n") == [
        ("heading", "Bezoek"),
        ("heading", "Openingstijden"),
        ("sentence", "Open op zaterdag."),
    ]


# --- lists


@pytest.mark.parametrize("sign", ["•", "-", "*", "–", "·", "◦", "▪", "a)"])
def test_a_list_is_cut_into_its_lead_in_and_its_bullets_without_their_signs(sign: str) -> None:
    text = f"Titel\n\nEen zin. De taken zijn:\n\n {sign} zwermen scheppen\n {sign} honing slingeren\n"
    assert cut(text)[1:] == [
        ("sentence", "Een zin."),
        ("lead_in", "De taken zijn:"),
        ("bullet", "zwermen scheppen"),
        ("bullet", "honing slingeren"),
    ]


def test_numbered_items_keep_their_numbers() -> None:
    assert cut("Titel\n\nZo gaat het:\n\n1. Meld u aan.\n2. Leg de toets af.\n")[2:] == [
        ("bullet", "1. Meld u aan."),
        ("bullet", "2. Leg de toets af."),
    ]


def test_a_bullet_of_several_sentences_is_one_unit() -> None:
    assert ("bullet", "Eerst dit. Dan dat.") in cut("Titel\n\nDus:\n\n• Eerst dit. Dan dat.\n• Klaar.\n")


def test_a_bullet_sign_alone_on_its_line_takes_the_next_line_as_its_text() -> None:
    assert cut("Titel\n\nDe taken:\n\n•\nzwermen scheppen\n•\nhoning slingeren\n")[2:] == [
        ("bullet", "zwermen scheppen"),
        ("bullet", "honing slingeren"),
    ]


def test_a_bullet_sign_without_text_does_not_swallow_the_next_heading() -> None:
    text = "Titel\n\nDe taken:\n\n• zwermen scheppen\n•\n\nZwarte bij\nEen ras.\n"
    assert ("heading", "Zwarte bij") in cut(text)


def test_a_bullet_sign_at_the_very_end_adds_nothing() -> None:
    assert cut("Titel\n\nDe taken:\n\n• zwermen scheppen\n•\n")[-1] == ("bullet", "zwermen scheppen")


def test_lead_in_and_bullets_are_one_group_and_two_lists_are_two() -> None:
    text = "Titel\n\nA:\n\n• een\n• twee\n\nTussen.\n\nB:\n\n• drie\n"
    groups = [(text[unit.start : unit.end], unit.group) for unit in segment(document(text))[0]]
    assert groups == [("Titel", -1), ("A:", 0), ("een", 0), ("twee", 0), ("Tussen.", -1), ("B:", 1), ("drie", 1)]


def test_a_list_without_lead_in_is_a_group_of_its_bullets() -> None:
    units = segment(document("Titel\n\nEen zin.\n\n• een\n• twee\n"))[0]
    assert [(unit.kind, unit.group) for unit in units][1:] == [("sentence", -1), ("bullet", 0), ("bullet", 0)]


def test_a_lead_in_of_another_section_does_not_lead_in_this_list() -> None:
    units = segment(document("Titel\n\nKop een\nDe taken zijn:\n\nKop twee\nZomaar.\n\n• een\n• twee\n"))[0]
    assert "lead_in" not in [unit.kind for unit in units]


# --- lines


@pytest.mark.parametrize(
    "first_line",
    [
        pytest.param("De vereniging toetst of een imker zijn vak in al zijn delen", id="long first line"),
        pytest.param(
            "De vereniging toetst of een imker",
            id="short first line",
        ),
    ],
)
def test_lines_of_a_hard_wrapped_paragraph_are_one_paragraph(first_line: str) -> None:
    text = (
        f"Titel\n\n{first_line}\nverstaat en of hij zijn volken goed\nverzorgt, ook in een\n"
        "strenge winter. Daarna mag hij\nde titel voeren.\n"
    )
    assert [words.replace("\n", " ") for _, words in cut(text)[1:]] == [
        f"{first_line} verstaat en of hij zijn volken goed verzorgt, ook in een strenge winter.",
        "Daarna mag hij de titel voeren.",
    ]


def test_lines_of_a_text_that_is_not_wrapped_are_paragraphs_of_their_own() -> None:
    assert [words for _, words in cut("Titel\n\nZonder punt aan het eind\nMet een punt.\n")] == [
        "Titel",
        "Zonder punt aan het eind",
        "Met een punt.",
    ]


@pytest.mark.parametrize("newline", ["\r\n", "\r"], ids=["CRLF", "CR"])
def test_line_ends_of_other_systems_cut_alike_and_are_counted(newline: str) -> None:
    other = beekeepers.MARK.replace("\n", newline)
    assert cut(other) == cut(beekeepers.MARK)


def test_a_line_of_a_non_breaking_space_is_a_blank_line() -> None:
    assert ("heading", "Carnica") in cut(beekeepers.BREEDS)


def test_the_beekeepers_text_is_cut_as_its_reader_would() -> None:
    assert cut(beekeepers.MARK) == [
        ("heading", beekeepers.MARK_TITLE),
        ("sentence", beekeepers.COUNT),
        ("sentence", beekeepers.TESTED),
        ("sentence", beekeepers.TITLE_EARNED),
        ("sentence", beekeepers.EXPERIENCE),
        ("sentence", beekeepers.VALIDITY),
        ("heading", "2. Wat doet een erkend imker?"),
        ("lead_in", beekeepers.TASKS_LEAD_IN),
        *(("bullet", task) for task in beekeepers.TASKS),
        ("heading", "3. Waar komt de vereniging vandaan?"),
        ("sentence", beekeepers.FOUNDED),
        ("sentence", beekeepers.MERGED),
    ]


# --- passages


def test_a_heading_stands_in_one_passage_with_the_text_below_it() -> None:
    units, passages = segment(document("Titel\n\nVooraf.\n\nKop\nDe uitleg.\n"))
    assert units[2].kind == "heading"
    assert units[2].passage == units[3].passage
    assert passages[units[2].passage].section == "Kop"


def test_a_long_section_is_cut_into_passages_of_whole_paragraphs() -> None:
    paragraph = " ".join(["Dit is een zin van een flinke lengte."] * 10)
    text = "Titel\n\n" + "\n\n".join([paragraph] * 6) + "\n"
    passages = segment(document(text))[1]
    assert len(passages) > 1
    assert all(passage.end - passage.start <= PASSAGE_CHARACTERS for passage in passages)
    assert all(text[passage.end - 1] == "." for passage in passages)


def test_a_paragraph_longer_than_a_passage_stays_whole() -> None:
    paragraph = " ".join(["Dit is een zin van een flinke lengte."] * 60)
    passages = segment(document(f"Titel\n\n{paragraph}\n"))[1]
    assert passages[-1].end - passages[-1].start >= len(paragraph)


# --- what holds for every text

CHARACTERS = st.sampled_from(list("abAD .?!:;,-•*#\n\n\r\t1259()'\"é—’x" + NBSP))
SIGNS = re.compile(r"[•◦▪‣·*–—#-]|\s|[a-z]\)")


def check_units(text: str, units: tuple[Unit, ...], passages: tuple[Passage, ...]) -> None:
    """Units are non-empty, ordered and disjoint, each in its passage; what they leave out is white space and signs."""
    before = 0
    for unit in units:
        words = text[unit.start : unit.end]
        assert words
        assert words == words.strip()
        assert unit.start >= before
        passage = passages[unit.passage]
        assert passage.number == unit.passage
        assert passage.start <= unit.start < unit.end <= passage.end
        assert SIGNS.sub("", text[before : unit.start]) == ""
        before = unit.end
    assert SIGNS.sub("", text[before:]) == ""
    assert {unit.passage for unit in units} == {passage.number for passage in passages}


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(st.text(CHARACTERS, max_size=80).filter(str.strip))
@example(beekeepers.MARK)
@example(beekeepers.BREEDS)
@example(beekeepers.VISIT)
@example(beekeepers.MARK.replace("\n", "\r\n"))
def test_no_text_is_lost_repeated_or_out_of_order(text: str) -> None:
    units, passages = segment(document(text))
    check_units(text, units, passages)
