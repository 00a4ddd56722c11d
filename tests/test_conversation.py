"""A follow-up is made whole from what was asked before; a question that stands alone is left alone."""

from __future__ import annotations

import pytest

from app.conversation import FollowUps

TERMS = {"zwarte bij", "zwarte bijen", "carnica", "keurmerk", "erkend imker", "EI"}


@pytest.fixture(scope="module")
def follow_ups() -> FollowUps:
    return FollowUps(TERMS)


@pytest.mark.parametrize(
    ("turns", "whole"),
    [
        (["Wat is de zwarte bij?", "En carnica?"], "Wat is de carnica?"),
        (["Wat is carnica?", "en de zwarte bij?"], "Wat is zwarte bij?"),
        (["Wat is carnica?", "Hoe zit het met de zwarte bij?"], "Wat is zwarte bij?"),
        (["What is carnica?", "And zwarte bij?"], "What is zwarte bij?"),
        (["Wat is carnica?", "What about the zwarte bij?"], "Wat is zwarte bij?"),
        (["Wat is Carnica?", "EN KEURMERK?"], "Wat is KEURMERK?"),
    ],
)
def test_another_term_takes_the_place_of_the_first(follow_ups: FollowUps, turns: list[str], whole: str) -> None:
    assert follow_ups.resolve(turns) == whole


@pytest.mark.parametrize(
    ("turns", "whole"),
    [
        (["Wat gebeurde er in 1987?", "En in 2003?"], "Wat gebeurde er in 2003?"),
        (["What happened in 1987?", "2003?"], "What happened in 2003?"),
        (["Wat gebeurde er tussen 1987 en 1990?", "En in 2003?"], "Wat gebeurde er tussen 1987 en 1990: En in 2003?"),
        (["Wat is carnica?", "En in 2003?"], "Wat is carnica: En in 2003?"),
    ],
)
def test_another_year_takes_the_place_of_the_only_one(follow_ups: FollowUps, turns: list[str], whole: str) -> None:
    assert follow_ups.resolve(turns) == whole


@pytest.mark.parametrize(
    ("before", "last", "whole"),
    [
        ("Wanneer werd de vereniging opgericht?", "door wie?", "Door wie werd de vereniging opgericht?"),
        ("Hoe vaak wordt een imker getoetst?", "En door wie dan?", "Door wie wordt een imker getoetst?"),
        ("Is het keurmerk verplicht?", "Sinds wanneer?", "Sinds wanneer is het keurmerk verplicht?"),
        ("Waarom ging zij samen met de bond?", "Wanneer was dat?", "Wanneer ging zij samen met de bond?"),
        ("How often is a keeper tested?", "By whom?", "By whom is a keeper tested?"),
        ("Hoe lang is het keurmerk geldig?", "Waarom?", "Hoe lang is het keurmerk geldig: Waarom?"),
        ("Welke titel krijgt een imker?", "Sinds wanneer?", "Welke titel krijgt een imker: Sinds wanneer?"),
        ("vereniging opgericht", "Wanneer?", "vereniging opgericht: Wanneer?"),
        ("Wie slingert honing?", "Wanneer mag dat?", "Wie slingert honing: Wanneer mag dat?"),
    ],
)
def test_what_is_asked_for_is_asked_of_the_same(follow_ups: FollowUps, before: str, last: str, whole: str) -> None:
    assert follow_ups.resolve([before, last]) == whole


@pytest.mark.parametrize(
    ("before", "last", "whole"),
    [
        ("Wat betekent zwerven voor de zwarte bij?", "En voor carnica?", "Wat betekent zwerven voor de carnica?"),
        ("Hoe ziet de zwarte bij eruit?", "En voor carnica?", "Hoe ziet de zwarte bij eruit: En voor carnica?"),
    ],
)
def test_a_placed_term_takes_the_place_of_a_placed_one_only(
    follow_ups: FollowUps, before: str, last: str, whole: str
) -> None:
    assert follow_ups.resolve([before, last]) == whole


@pytest.mark.parametrize(
    ("before", "last"),
    [
        ("Hoe lang is het keurmerk geldig?", "En daarna?"),
        ("Hoe lang is het keurmerk geldig?", "Waarom is dat zo?"),
        ("How long is the keurmerk valid?", "What happens after that?"),
        ("Wie kan erkend imker worden?", "Wat kost het hem?"),
        ("Wat doet een erkend imker?", "Maar wat mag hij niet?"),
    ],
)
def test_a_question_that_points_back_takes_the_one_before_along(follow_ups: FollowUps, before: str, last: str) -> None:
    assert follow_ups.resolve([before, last]) == f"{before.rstrip('?')}: {last}"


@pytest.mark.parametrize(
    "turns",
    [
        ["Wat is carnica?"],
        [],
        ["Wat is carnica?", "Hoe lang is het keurmerk geldig?"],
        ["Wat is carnica?", "Wat is de zwarte bij?"],
        ["Wat is carnica?", "Wie kan er bij de vereniging een cursus volgen over het houden van bijen?"],
        ["", "En carnica?"],
    ],
)
def test_a_question_that_stands_alone_is_left_as_it_is(follow_ups: FollowUps, turns: list[str]) -> None:
    assert follow_ups.resolve(turns) is None


def test_a_follow_up_of_a_follow_up_goes_back_to_the_first_question(follow_ups: FollowUps) -> None:
    assert follow_ups.resolve(["Wat is carnica?", "En de zwarte bij?", "En het keurmerk?"]) == "Wat is keurmerk?"


def test_a_new_subject_ends_the_old_one(follow_ups: FollowUps) -> None:
    turns = ["Wat is carnica?", "Hoe lang is het keurmerk geldig?", "En waarom is dat zo?"]
    assert follow_ups.resolve(turns) == "Hoe lang is het keurmerk geldig: En waarom is dat zo?"


def test_without_known_terms_a_follow_up_still_takes_the_question_before_along() -> None:
    assert FollowUps([]).resolve(["Wat is carnica?", "En de zwarte bij?"]) == "Wat is carnica: En de zwarte bij?"


def test_a_term_with_a_backslash_is_put_in_as_it_is() -> None:
    assert FollowUps(["c\\d", "carnica"]).resolve(["Wat is carnica?", "En c\\d?"]) == "Wat is c\\d?"


def test_a_very_long_conversation_is_resolved(follow_ups: FollowUps) -> None:
    turns = ["Wat is carnica?", *["En de zwarte bij?", "En carnica?"] * 200]
    assert follow_ups.resolve(turns) == "Wat is carnica?"
