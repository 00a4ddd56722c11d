"""A decision -> HTML, pure and escaped as in `markup`. A decision is the contract's JSON value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from app.schema import Language
from app.ui.check_texts import CHECK, CheckTexts
from app.ui.entries import Trouble, place_of
from app.ui.escaping import escape
from app.ui.timeline import timeline_svg

Values = Mapping[str, Any]

_SIGNS = {"met": "✓", "not_met": "✗"}
_VERDICT_SIGNS = {"eligible": "✓", "due": "!", "not_yet": "✗", "not_eligible": "✗", "unknown": "?"}
"""Beside the words, never instead of them."""


def before_html(texts: CheckTexts) -> str:
    """What stands in the place of the outcome before the first check."""
    return f'<h2>{escape(texts.outcome)}</h2><p class="hint">{escape(texts.before)}</p>'


def trouble_html(trouble: Trouble, *, choice: int, texts: CheckTexts) -> str:
    """What is wrong in the form. `choice` differs with every check, so that the same outcome is a new one."""
    return (
        f'<div class="trouble" data-choice="{choice}" data-field="{escape(trouble.field)}">'
        f'<h2 tabindex="-1">{escape(texts.wrong)}</h2>'
        f"<p><strong>{escape(trouble.place)}</strong>: {escape(trouble.sentence)}</p><p>{escape(texts.kept)}</p></div>"
    )


def decision_html(
    decision: Values,
    *,
    rows: Sequence[int],
    section_of: Callable[[Values], str],
    publisher: str,
    notices: str,
    choice: int,
    language: Language,
) -> str:
    """A whole decision.

    Args:
        decision: the contract's Decision.
        rows: for each period of its facts the number of its row in the form.
        section_of: the heading under which a citation stands.
        publisher: of the texts, or "".
        notices: the operator's notices, as HTML.
        choice: a number that differs with every check, so that the same outcome is a new one.
        language: of the frame; quotes stay as they are.
    """
    texts = CHECK[language]
    criteria = "".join(_criterion_html(criterion, section_of, texts) for criterion in decision["criteria"])
    missing = [f"{place_of(fact['id'], rows, texts)}: {fact['text']}" for fact in decision["missing"]]
    rules = texts.rules.format(version=decision["rules"]["version"])
    receipt = texts.receipt.format(receipt=decision["receipt"])
    return (
        f'<div class="decision" data-choice="{choice}" data-verdict="{escape(decision["verdict"])}" '
        f'data-as-of="{escape(decision["as_of"])}">'
        f'<p class="asked-kind">{escape(texts.kinds[decision["kind"]])}</p>'
        f'<h2 tabindex="-1">{_verdict_sign(decision)}{escape(_verdict(decision, texts))}</h2>'
        f"<p>{escape(texts.basis.format(day=_day(decision['as_of'], texts)))}</p>{_days_html(decision, texts)}"
        f"{notices}{_list_html(texts.missing, missing, 'missing')}{timeline_svg(decision, rows, texts)}"
        f'<h3>{escape(texts.criteria)}</h3><ol class="criteria">{criteria}</ol>'
        f"{_reservations_html(decision, notices, texts)}"
        f'<p class="no-decision">{escape(_no_decision(publisher, texts))}</p>'
        f'<p class="receipt"><span>{escape(rules)}</span> <span>{escape(receipt)}</span></p></div>'
    )


def card_html(
    decision: Values,
    *,
    said: str,
    note: str,
    linked: Callable[[str], str],
    publisher: str,
    language: Language,
) -> str:
    """A decision as a card in an answer of the chat: all that was `said`, and what the decision holds besides.

    `linked` makes HTML of plain text, with the numbers of citations as buttons. What the answer's `note` says isn't
    said again.
    """
    texts = CHECK[language]
    criteria = "".join(_short_criterion_html(criterion, linked, texts) for criterion in decision["criteria"])
    explained = {f"{criterion['explanation']} [{n}]" for n, criterion in enumerate(decision["criteria"], 1)}
    lines = "".join(f"<p>{linked(line)}</p>" for line in said.split("\n") if line and line not in explained)
    days = "" if _last_day(decision, texts) in said else _days_html(decision, texts)
    missing = [fact["text"] for fact in decision["missing"] if fact["text"] not in said]
    told = escape(f"{said}\n{note}")
    return (
        f'<section class="decision card" lang="{language}" data-verdict="{escape(decision["verdict"])}">'
        f'<p class="asked-kind">{escape(texts.kinds[decision["kind"]])}</p>'
        f'<h2 class="verdict">{_verdict_sign(decision)}{escape(_verdict(decision, texts))}</h2>{days}'
        f'{lines}<ul class="criteria">{criteria}</ul>{_list_html(texts.missing, missing, "missing")}'
        f"{_reservations_html(decision, told, texts)}"
        f'<p class="no-decision">{escape(_no_decision(publisher, texts))}</p></section>'
    )


def _verdict(decision: Values, texts: CheckTexts) -> str:
    return texts.verdicts[f"{decision['kind']}.{decision['verdict']}"]


def _no_decision(publisher: str, texts: CheckTexts) -> str:
    return texts.no_decision_of.format(publisher=publisher) if publisher else texts.no_decision


def _day(iso: str, texts: CheckTexts) -> str:
    day = date.fromisoformat(iso)
    return texts.date.format(day=day.day, month=texts.months.split()[day.month - 1], year=day.year)


def _last_day(decision: Values, texts: CheckTexts) -> str:
    """The day that the verdict ends in, as people write it; what no sentence holds where there is none."""
    day = decision["earliest_date"] or decision["valid_until"]
    return _day(day, texts) if day else "\n\n"


def _verdict_sign(decision: Values) -> str:
    return f'<span class="sign" aria-hidden="true">{_VERDICT_SIGNS[decision["verdict"]]}</span> '


def _days_html(decision: Values, texts: CheckTexts) -> str:
    """The first day on which it is yes, or the last on which it is valid, where the verdict has one."""
    if decision["earliest_date"]:
        said = texts.earliest.format(day=_day(decision["earliest_date"], texts))
    elif decision["valid_until"]:
        said = texts.valid_until.format(day=_day(decision["valid_until"], texts))
    elif (decision["kind"], decision["verdict"]) == ("apply", "not_yet"):
        said = texts.no_earliest
    else:
        return ""
    return f'<p class="days">{escape(said)}</p>'


def _status_html(criterion: Values, texts: CheckTexts) -> str:
    status = criterion["status"]
    names = (f"{criterion['id']}.{status}", f"{status}.{criterion.get('reason')}", status)
    words = next(texts.statuses[name] for name in names if name in texts.statuses)
    sign = _SIGNS.get(status, "?")
    return f'<strong class="status"><span aria-hidden="true">{sign}</span> {escape(words)}</strong>'


def _criterion_html(criterion: Values, section_of: Callable[[Values], str], texts: CheckTexts) -> str:
    citation = criterion["citation"]
    section = section_of(citation)
    place = [texts.source.format(title=citation["title"])]
    place += [texts.section.format(section=section)] if section and section != citation["title"] else []
    return (
        f'<li class="{escape(criterion["status"])}"><p>{_status_html(criterion, texts)}</p>'
        f"<p>{escape(criterion['explanation'])}</p><blockquote>{escape(citation['quote'])}</blockquote>"
        f'<p class="place">{escape(", ".join(place))}</p></li>'
    )


def _short_criterion_html(criterion: Values, linked: Callable[[str], str], texts: CheckTexts) -> str:
    said = linked(f"{criterion['explanation']} [{criterion['citation']['n']}]")
    return f'<li class="{escape(criterion["status"])}">{_status_html(criterion, texts)}<br>{said}</li>'


def _reservations_html(decision: Values, said: str, texts: CheckTexts) -> str:
    """The reservations, without what the HTML beside them has `said` already."""
    notes = [note["text"] for note in decision["reservations"] if escape(note["text"]) not in said]
    return _list_html(texts.reservations, notes, "reservations")


def _list_html(heading: str, items: Sequence[str], kind: str) -> str:
    if not items:
        return ""
    listed = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f'<h3>{escape(heading)}</h3><ul class="{kind}">{listed}</ul>'
