"""What is masked before anything is kept, and what has to stay readable."""

from __future__ import annotations

import pytest

from app.feedback.masking import masked


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        # BSN: eight or nine digits, whether or not they pass the eleven test, however they are parted
        ("Mijn BSN is 111222333", "Mijn BSN is [nummer]"),
        ("bsn 123456782", "bsn [nummer]"),
        ("bsn 123.456.782 toch", "bsn [nummer] toch"),
        ("1112 22 333", "[nummer]"),
        ("BSN12345678", "BSN[nummer]"),
        ("111-222-333.", "[nummer]."),
        # telephone
        ("bel 06-12345678", "bel [nummer]"),
        ("06 12 34 56 78 graag", "[nummer] graag"),
        ("+31 6 12345678", "[nummer]"),
        ("+31 (0)30 123 45 67", "[nummer]"),
        ("(030) 123 45 67", "[nummer]"),
        ("0031612345678", "[nummer]"),
        # IBAN
        ("NL91 ABNA 0417 1643 00 is mijn rekening", "[IBAN] is mijn rekening"),
        ("nl91abna0417164300", "[IBAN]"),
        ("DE89 3704 0044 0532 0130 00", "[IBAN]"),
        # e-mail
        ("mail jan.de-vries+cmi@voor.beeld.nl maar", "mail [e-mail] maar"),
        ("jan @ voorbeeld.nl", "[e-mail]"),
        ("jan [at] voorbeeld . nl", "[e-mail]"),
        ("jan(at)voorbeeld.nl", "[e-mail]"),
        ("zie www.jandevries.nl/cv", "zie [adres]"),
        # postcode
        ("ik woon op 1234 AB", "ik woon op [postcode]"),
        ("3511ab Utrecht", "[postcode] Utrecht"),
        ("3511 lx", "[postcode]"),
        # a day: of birth, most likely
        ("geboren 12-03-1980", "geboren [datum]"),
        ("geboren 1/2/1980 en 1980-02-01", "geboren [datum] en [datum]"),
        # a name that is announced
        ("Mijn naam is Jan de Vries en ik vraag", "Mijn naam is [naam] en ik vraag"),
        ("ik heet jan", "ik heet [naam]"),
        ("mevrouw Jansen-Smit zei", "mevrouw [naam] zei"),
        ("dhr. A.B. van den Berg", "dhr. [naam]"),
        ("My name is Jane Smith", "My name is [naam]"),
        # more than one
        ("jan@a.nl of 06-12345678 of 1234 AB", "[e-mail] of [nummer] of [postcode]"),
    ],
)
def test_personal_data_are_masked(typed: str, kept: str) -> None:
    assert masked(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "In Nederland werken ongeveer 15.000 loopbaanadviseurs.",
        "Ik werkte van 2018-2020 en van 2021 tot 2023",
        "2018, 2019 en 2020",
        "in 2020 is het zo, en 2019 de regels",
        "sinds maart 2019 ik werk",
        "sinds 2020-03",
        "ISO/IEC 17024:2012",
        "2,5 jaar en 3 maanden",
        "Wie is de heer in huis?",
        "",
    ],
)
def test_what_questions_are_about_stays(typed: str) -> None:
    assert masked(typed) == typed


def test_masking_twice_masks_no_more() -> None:
    once = masked("jan@a.nl 111222333 1234 AB NL91ABNA0417164300 12-03-1980, mijn naam is Jan")
    assert masked(once) == once


@pytest.mark.parametrize("typed", ["1" * 2_000, "1 " * 1_000, "a@" * 1_000, "a." * 1_000, "(" * 2_000, "NL00" * 500])
def test_no_text_takes_long(typed: str) -> None:
    assert len(masked(typed)) <= len(typed)
