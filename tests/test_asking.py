"""What a message asks: bare readings of it, and whether it asks two things at once."""

from __future__ import annotations

import pytest

from app.asking import halves, readings, without_courtesies


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


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("Hallo, hoe lang is het keurmerk geldig?", "hoe lang is het keurmerk geldig?"),
        ("Beste redactie, wie mag de titel voeren? Groetjes, Piet", "wie mag de titel voeren?"),
        ("Goedemorgen, ik hoop dat u kunt helpen. Wie keurt? Alvast bedankt!", "Wie keurt?"),
        ("Hi there! Who tests the honey? Thanks in advance", "Who tests the honey?"),
        ("Ik heb een vraag: wat is honing?", "wat is honing?"),
        ("wie keurt de honing alvast hartelijk dank", "wie keurt de honing"),
        ("Mag ik vragen hoe lang het geldig is?", "Mag ik vragen hoe lang het geldig is?"),
        ("hallo", "hallo"),
        ("dank je wel", "dank je wel"),
    ],
)
def test_courtesies_are_about_nothing(question: str, bare: str) -> None:
    assert without_courtesies(question) == bare
