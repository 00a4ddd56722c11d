"""Words that pass judgement on a case are told from words about a rule, and held to the rules' decision."""

from __future__ import annotations

import pytest

from app.answering.verdicts import differs, ruling_of


@pytest.mark.parametrize(
    ("text", "ruling"),
    [
        ("U komt in aanmerking voor het certificaat.", "yes"),
        ("Je mag de titel voeren.", "yes"),
        ("Ja, dat kan.", "yes"),
        ("Uw twee jaar ervaring is genoeg.", "yes"),
        ("De aanvraag is goedgekeurd.", "yes"),
        ("De uitkomst is eligible.", "yes"),
        ("You are eligible for the certificate.", "yes"),
        ("You may use the title.", "yes"),
        ("Your application has been approved.", "yes"),
        ("U komt nog niet in aanmerking.", "no"),
        ("U bent te vroeg om te mogen aanvragen.", "no"),
        ("De uitkomst is not_yet.", "no"),
        ("Nee, u voldoet niet.", "no"),
        ("You are not eligible yet.", "no"),
        ("The decision is: ineligible.", "no"),
        ("Certificering is geldig voor drie jaar.", None),
        ("Voor het certificaat komen adviseurs in aanmerking met tenminste 3 jaar werkervaring.", None),
        ("Deze mag de erkende titel van Register Loopbaanprofessional (RL) voeren.", None),
        ("Advisers with three years of experience are eligible.", None),
        ("U wordt elke drie jaar opnieuw getoetst.", None),
        ("Het bestuur besloot de certificering in eigen hand te nemen.", None),
    ],
)
def test_what_judges_a_case(text: str, ruling: str | None) -> None:
    assert ruling_of(text) == ruling


@pytest.mark.parametrize(
    ("verdict", "yes", "no"),
    [
        ("eligible", False, True),
        ("due", False, True),
        ("not_yet", True, False),
        ("not_eligible", True, False),
        ("unknown", True, True),
    ],
)
def test_a_judgement_is_held_to_the_decision(verdict: str, yes: bool, no: bool) -> None:
    assert differs("U komt in aanmerking.", verdict) is yes
    assert differs("U komt niet in aanmerking.", verdict) is no
    assert differs("Certificering is geldig voor drie jaar.", verdict) is False
