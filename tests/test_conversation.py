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
