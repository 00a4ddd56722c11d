"""What a message asks: bare readings of it, and whether it asks two things at once."""

from __future__ import annotations

import pytest

from app.asking import halves, readings


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("Hoe lang is het geldig?", ("hoe lang is het geldig",)),
        ("Goedemiddag, HOE LANG is het geldig? Bedankt!", ("hoe lang is het geldig",)),
        ("Ik heb bijen. Hoe lang is het geldig?", ("ik heb bijen hoe lang is het geldig", "hoe lang is het geldig")),
    ],
)
def test_a_message_is_read_without_courtesies_and_once_more_without_what_asks_nothing(
    message: str, asked: tuple[str, ...]
) -> None:
    assert readings(message) == asked


@pytest.mark.parametrize(
    ("question", "two"),
    [
        ("Wie toetst de imkers, en hoe vaak?", ("wie toetst de imkers", "hoe vaak")),
        ("Wie toetst, en hoe?", None),
        ("Wie toetst de imkers en wanneer is dat?", ("wie toetst de imkers", "wanneer is dat")),
        ("Who tests keepers, and what is the title?", ("who tests keepers", "what is the title")),
        ("Hoe heet de titel en voor wie is hij bedoeld?", ("hoe heet de titel", "voor wie is hij bedoeld")),
        ("Wat is het verschil tussen honing en was?", None),
        ("Hoe lang is het keurmerk geldig: en wie toetst dat?", None),  # a follow-up asks its own words alone
        ("En wie toetst de imkers?", None),
    ],
)
def test_two_questions_in_one_are_told_apart(question: str, two: tuple[str, str] | None) -> None:
    assert halves(question) == two
