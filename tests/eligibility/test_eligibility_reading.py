"""Facts as people write them, and the complaint where they can't be read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from app.eligibility.facts import (
    Amount,
    Certificate,
    Duration,
    Experience,
    Facts,
    When,
    format_amount,
    format_duration,
    format_when,
    to_dict,
)
from app.eligibility.reading import from_mapping, from_yaml, read_duration, read_when
from app.errors import InputError

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("value", "when"),
    [
        ("2025-06-01", When.on(date(2025, 6, 1))),
        (date(2025, 6, 1), When.on(date(2025, 6, 1))),
        ("2025-06", When(date(2025, 6, 1), date(2025, 6, 30))),
        ("2024-02", When(date(2024, 2, 1), date(2024, 2, 29))),
        (2025, When(date(2025, 1, 1), date(2025, 12, 31))),
        ("2025-06-01/2025-06-15", When(date(2025, 6, 1), date(2025, 6, 15))),
        ("2024/2025-06", When(date(2024, 1, 1), date(2025, 6, 30))),
        ("../2019-12-31", When(None, date(2019, 12, 31))),
        ("2024-01-01/..", When(date(2024, 1, 1), None)),
        ("../..", When(None, None)),
    ],
)
def test_days_and_intervals(value: object, when: When) -> None:
    assert read_when(value) == when
    assert read_when(format_when(when)) == when


@pytest.mark.parametrize(
    "value",
    [
        "2019-02-30",
        "2025-13",
        "2025-6-1",
        "01-06-2025",
        "",
        "today",
        20250601,
        -5,
        True,
        None,
        2.5,
        [],
        "2025/x",
        datetime(2025, 1, 1),  # noqa: DTZ001 - a time is no day, whatever its zone
        "٢٠٢٥-٠١-٠١",
        "0000",
    ],
)
def test_what_is_no_date(value: object) -> None:
    with pytest.raises(ValueError, match="is no date"):
        read_when(value)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("today", "today"),
        (20250601, "20250601"),
        (True, "True"),
        (2.5, "2.5"),
        (None, "a NoneType"),
        ([2025], "a list"),
        (datetime(2025, 1, 1), "2025-01-01 00:00:00"),  # noqa: DTZ001
    ],
)
def test_a_wrong_date_is_repeated_where_it_can_be(value: object, shown: str) -> None:
    with pytest.raises(ValueError, match="is no date") as caught:
        read_when(value)
    assert str(caught.value) == f"{shown} is no date"
    with pytest.raises(InputError) as refused:
        from_mapping({"kind": "apply", "as_of": "2026-11-22", "told_on": value or False})
    assert str(refused.value).startswith("told_on: ")


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("3 years", Duration.exactly(Amount.of(3))),
        ("3 jaar en 2 maanden", Duration.exactly(Amount.of(3, 2))),
        ("3 years, 2 months and 5 days", Duration.exactly(Amount.of(3, 2, 5))),
        ("6 weeks", Duration.exactly(Amount.of(days=42))),
        ("1 week", Duration.exactly(Amount.of(days=7))),
        ("0 days", Duration.exactly(Amount())),
        ("> 10 years", Duration(least=Amount.of(10), over=True)),
        (">=10 years", Duration(least=Amount.of(10))),
        ("< 3 years", Duration(most=Amount.of(3), under=True)),
        (">= 2 years 6 months and < 3 years", Duration(Amount.of(2, 6), Amount.of(3), under=True)),
        ("<= 4 years and > 3 years", Duration(Amount.of(3), Amount.of(4), over=True)),
        ("unknown", Duration()),
    ],
)
def test_lengths(text: str, duration: Duration) -> None:
    assert read_duration(text) == duration
    assert read_duration(format_duration(duration)) == duration


@pytest.mark.parametrize(
    "value",
    [
        "",
        "years",
        "3",
        "3 fortnights",
        "three years",
        "3 years!",
        ">",
        "> 3 years and > 4 years",
        "> 3 years < 4 years",
        3,
        None,
        True,
    ],
)
def test_what_is_no_length(value: object) -> None:
    with pytest.raises(ValueError, match="length of time"):
        read_duration(value)


@pytest.mark.parametrize(
    ("value", "shown"), [(3, "3"), (None, "a NoneType"), ("> 1 day and > 2 days", "> 1 day and > 2 days")]
)
def test_a_wrong_length_is_repeated_where_it_can_be(value: object, shown: str) -> None:
    with pytest.raises(ValueError, match="length of time") as caught:
        read_duration(value)
    assert str(caught.value) == f'{shown} is no length of time; write it as "3 years 2 months"'


def test_lengths_are_written_with_their_units() -> None:
    assert format_amount(Amount.of(1, 1, 1)) == "1 year 1 month 1 day"
    assert format_amount(Amount.of(2, 0, 3)) == "2 years 3 days"
    assert format_amount(Amount()) == "0 days"
    assert format_duration(Duration()) == "unknown"
    assert Amount.of(days=42) == Amount(0, 42)


@pytest.mark.parametrize(
    ("value", "certificate"),
    [
        ("none", Certificate(held=False)),
        ("2024-05-01", Certificate(True, (When.on(date(2024, 5, 1)),))),
        (2024, Certificate(True, (When.in_year(2024),))),
        (["2020-05-01", "2024"], Certificate(True, (When.on(date(2020, 5, 1)), When.in_year(2024)))),
        ({"expired": True}, Certificate(expired=True)),
        (None, None),
    ],
)
def test_short_forms_of_a_certificate(value: Any, certificate: Certificate | None) -> None:
    assert from_mapping({"kind": "use_title", "certificate": value}, TODAY).certificate == certificate


def test_a_yaml_text() -> None:
    facts = from_yaml(
        """
kind: apply
experience:
  - {start: 2018-01-01, end: 2020-01-01, role: loopbaanadviseur}
  - {start: 2023-06, still: true, role: loopbaancoach, circumstances: [part_time]}
  - {lasting: 2 years 6 months, role: outplacementconsulent, after_others: true}
certificate: none
""",
        TODAY,
    )
    assert facts == Facts(
        "apply",
        TODAY,
        experience=(
            Experience(When.on(date(2018, 1, 1)), When.on(date(2020, 1, 1)), role="loopbaanadviseur"),
            Experience(When.in_month(2023, 6), still=True, role="loopbaancoach", circumstances=("part_time",)),
            Experience(lasting=Duration.exactly(Amount(30)), role="outplacementconsulent", after_others=True),
        ),
        certificate=Certificate(held=False),
    )
    assert from_mapping(to_dict(facts)) == facts
    assert to_dict(facts)["certificate"] == "none"


ALL_OF_IT: list[tuple[Facts, dict[str, Any]]] = [
    (Facts("apply", TODAY), {"kind": "apply", "as_of": "2026-11-22"}),
    (
        Facts(
            "apply",
            TODAY,
            told_on=date(2026, 11, 21),
            experience=(
                Experience(
                    start=When.in_year(2020),
                    end=When.in_month(2023, 6),
                    still=False,
                    role="recruiter",
                    career_advice=True,
                    circumstances=("part_time", "abroad"),
                    interruption=Duration.exactly(Amount(1)),
                ),
                Experience(lasting=Duration(Amount.of(2), Amount.of(3), under=True), after_others=True),
                Experience(start=When(date(2027, 1, 1), None), planned=True, career_advice=False, still=True),
                Experience(),
            ),
            hypothetical=True,
        ),
        {
            "kind": "apply",
            "as_of": "2026-11-22",
            "told_on": "2026-11-21",
            "experience": [
                {
                    "start": "2020",
                    "end": "2023-06",
                    "still": False,
                    "role": "recruiter",
                    "career_advice": True,
                    "circumstances": ["part_time", "abroad"],
                    "interruption": "1 month",
                },
                {"lasting": ">= 2 years and < 3 years", "after_others": True},
                {"start": "2027-01-01/..", "still": True, "career_advice": False, "planned": True},
                {},
            ],
            "hypothetical": True,
        },
    ),
    (
        Facts(
            "recertify",
            TODAY,
            experience=(),
            certificate=Certificate(
                held=True,
                issued=(When.on(date(2020, 5, 1)), When.in_year(2023)),
                valid_until=When(None, date(2026, 5, 1)),
                expired=False,
                planned=When.in_month(2027, 2),
            ),
        ),
        {
            "kind": "recertify",
            "as_of": "2026-11-22",
            "experience": [],
            "certificate": {
                "held": True,
                "issued": ["2020-05-01", "2023"],
                "valid_until": "../2026-05-01",
                "expired": False,
                "planned": "2027-02",
            },
        },
    ),
    (
        Facts("use_title", TODAY, certificate=Certificate()),
        {"kind": "use_title", "as_of": "2026-11-22", "certificate": {}},
    ),
    (
        Facts("use_title", TODAY, certificate=Certificate(held=False)),
        {"kind": "use_title", "as_of": "2026-11-22", "certificate": "none"},
    ),
]


@pytest.mark.parametrize(("facts", "written"), ALL_OF_IT)
def test_facts_are_written_as_people_write_them_and_read_back(facts: Facts, written: dict[str, Any]) -> None:
    assert to_dict(facts) == written
    assert from_mapping(written) == facts


def test_a_day_of_its_own_goes_before_the_default() -> None:
    assert from_yaml("{kind: apply, as_of: 2025-01-02}", TODAY).as_of == date(2025, 1, 2)
    assert from_yaml("{kind: apply}", TODAY).as_of == TODAY


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "kind: apply\nexperience: [{start: 2018-01-01}, {end: 2019-02-30}]",
            "experience[1].end: 2019-02-30 is no date",
        ),
        ("kind: apply\nkind: use_title", "'kind' stands there twice"),
        ("kind: apply\nexperience: &a [*a]", "alias"),
        ("kind: [", "no valid YAML"),
        ("kind: !!python/object:os.system x", "no valid YAML"),
        ("- kind", "are no mapping"),
        ("", "are no mapping"),
        ("[" * 5000, "more than 300 brackets"),
        ("- " * 5000, "can't be read as YAML"),
        ("x" * 70_000, "longer than"),
        ("{kind: apply, as_of: 2026-11}", "as_of: 2026-11 is no single day"),
        ("{kind: apply, as_of: [1]}", "as_of: a list is no date"),
        ("{kind: apply, experience: [{still: ja}]}", "experience[0].still: "),
        ("{kind: apply, experience: [{role: 3}]}", "experience[0].role: "),
        ("{kind: apply, experience: 3}", "experience: "),
        (
            "{kind: apply, certificate: {issued: [2024-01-01, 2024-02-30]}}",
            "certificate.issued[1]: 2024-02-30 is no date",
        ),
        ("{kind: apply, hypothetical: maybe}", "hypothetical: "),
        ("{? {a: b} : c, kind: apply}", "the facts: "),
    ],
)
def test_complaints_name_the_place(text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        from_yaml(text, TODAY)
    assert says in str(caught.value)
    assert len(str(caught.value)) < 400


MEND = "Mend it and check again."


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("kind: apply\nX: 1", "X: is an unknown key. Remove it or mend its spelling."),
        (
            "kind: apply\nexperience: [{strat: 2018}]",
            "experience[0].strat: is an unknown key. Remove it or mend its spelling.",
        ),
        ("kind: apply\n" + "k" * 250 + ": 1", "k" * 200 + ": is an unknown key. Remove it or mend its spelling."),
        ("kind: apply\n'': 1", "the facts: is an unknown key. Remove it or mend its spelling."),
        ("experience: []", "kind: is missing. Give it."),
        ("kind: apply\nhypothetical: maybe", f"hypothetical: input should be a valid boolean. {MEND}"),
        ("kind: apply\nas_of: 2026-11", f"as_of: 2026-11 is no single day; write it as 2026-11-22. {MEND}"),
        ("kind: apply\nas_of: " + "9" * 60, f"as_of: {'9' * 60} is no date. {MEND}"),
        ("kind: apply\nas_of: " + "9" * 61, f"as_of: {'9' * 60}… is no date. {MEND}"),
        (
            "kind: apply\nexperience: [{lasting: 3 fortnights}]",
            f'experience[0].lasting: 3 fortnights is no length of time; write it as "3 years 2 months". {MEND}',
        ),
        (
            "kind: apply\nexperience: [{lasting: -3 years}]",
            f"experience[0].lasting: -3 years is negative; an amount is 0 or more. {MEND}",
        ),
        ("kind: apply\nexperience: [{lasting: ''}]", f"experience[0].lasting: is empty, no length of time. {MEND}"),
        ("[kind]", "the facts: are no mapping of names to values. Write them as `name: value` lines."),
        (
            "kind: apply\nrole: 1\nrole: 2",
            "the facts: are no valid YAML at line 3: 'role' stands there twice. Mend that line.",
        ),
        (
            "kind: apply\ncertificate:\n  held: true\n  held: true",
            "the facts: are no valid YAML at line 4: 'held' stands there twice. Mend that line.",
        ),
        (
            "kind: apply\nexperience: &a\n  - *a",
            "the facts: are no valid YAML at line 3: an alias can't be used here. Mend that line.",
        ),
        ("*a", "the facts: are no valid YAML at line 1: an alias can't be used here. Mend that line."),
        ("kind: \0", "the facts: are no valid YAML: it can't be read. Mend that line."),
        ("- " * 5000, "the facts: can't be read as YAML. Write them as in the documentation."),
        ("[{" * 150 + "[", "the facts: have more than 300 brackets. Write them as in the documentation."),
        ("kind: apply".ljust(16_001), "the facts: are longer than 16000 characters. One person's case is enough."),
    ],
)
def test_complaints_word_for_word(text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        from_yaml(text, TODAY)
    assert str(caught.value) == says


def test_the_most_that_is_read() -> None:
    assert from_yaml("kind: apply".ljust(16_000), TODAY) == Facts("apply", TODAY)
    experience = from_yaml(f"kind: apply\nexperience: [{', '.join(['{}'] * 299)}]", TODAY).experience
    assert experience == (Experience(),) * 299


@pytest.mark.parametrize("half", [chr(0xD800), chr(0xDFFF)])
def test_a_role_with_half_a_character_is_refused_by_its_path(half: str) -> None:
    with pytest.raises(InputError) as caught:
        from_mapping({"kind": "apply", "as_of": "2026-11-22", "experience": [{"role": f"a{half}"}]})
    assert str(caught.value) == f"experience[0].role: holds half a character; write it as text. {MEND}"
