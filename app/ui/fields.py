"""The fields of the eligibility form as HTML, pure: its steps, the table of periods, the dates. form.js moves them."""

from __future__ import annotations

from app.ui.check_texts import COLUMNS, CheckTexts
from app.ui.escaping import escape

FIRST_ROWS = 1
"""Periods that stand ready to be filled in; a button adds more. One asks enough to fill a phone's screen."""

STEPS = 3
_CROSS = "\N{MULTIPLICATION SIGN}"
_DATES = ("start", "end")
_CALENDAR = (  # drawn, since not every machine has a letter for it
    '<svg viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" aria-hidden="true">'
    '<rect x="1.5" y="2.5" width="13" height="12" rx="1.5"/><path d="M1.5 6.5h13M5 1v3M11 1v3"/></svg>'
)


def steps_html(texts: CheckTexts) -> str:
    """The steps with their names; the one that is open is marked by form.js."""
    names = texts.step_names.split("|")
    items = "".join(
        f'<li><button type="button" data-to="{n}"{" aria-current=step" if n == 1 else ""}>'
        f'<span class="number" aria-hidden="true">{n}</span><span class="unseen">{escape(label)}</span>'
        f'<span class="name" aria-hidden="true">{escape(name)}</span></button></li>'
        for n, name in enumerate(names, 1)
        for label in [texts.step.format(n=n, name=name)]
    )
    return f'<nav aria-label="{escape(texts.steps)}"><ol class="steps">{items}</ol></nav>'


def moves_html(texts: CheckTexts) -> str:
    """The buttons to the step before and the next one."""
    return (
        f'<div class="moves"><button type="button" data-by="-1">{escape(texts.backward)}</button>'
        f'<button type="button" data-by="1">{escape(texts.forward)}</button>'
        f'<span class="hint">{escape(texts.skip)}</span></div>'
    )


def periods_html(texts: CheckTexts) -> str:
    """The table of periods. Each is a copy of the `<template>`, made by form.js, which fills in `{n}`."""
    columns = "".join(f'<th scope="col">{escape(texts.columns[name])}</th>' for name in COLUMNS)
    cells = "".join(f'<td data-label="{escape(texts.columns[name])}">{_cell(name, texts)}</td>' for name in COLUMNS)
    below = f'<td colspan="{len(COLUMNS)}">{_advice(texts)}{_circumstances(texts)}{_interruption(texts)}</td>'
    label = escape(texts.remove_row)
    remove = f'<td><button type="button" class="remove" aria-label="{label}" title="{label}">{_CROSS}</button></td>'
    return (
        f"<fieldset><legend>{escape(texts.periods)}</legend>"
        f'<p class="hint" id="periodehulp">{escape(texts.periods_hint)}</p>'
        f'<table data-rows="{FIRST_ROWS}"><thead><tr>{columns}<td></td></tr></thead></table>'
        f'<template><tbody><tr>{cells}{remove}</tr><tr class="below">{below}</tr></tbody></template>'
        f'<button type="button" class="add">{escape(texts.add_row)}</button></fieldset>'
    )


def _identity(name: str, texts: CheckTexts) -> str:
    label = escape(f"{texts.row}, {texts.places[name]}")
    return f'id="periode-{{n}}-{name}" aria-label="{label}"'


def _cell(name: str, texts: CheckTexts) -> str:
    helped = "" if name == "role" else ' aria-describedby="periodehulp"'
    field = f'<input type="text" maxlength="200" autocomplete="off" {_identity(name, texts)}{helped}>'
    return _dated(field, f"{texts.row}, {texts.places[name]}", texts) if name in _DATES else field


def _dated(field: str, name: str, texts: CheckTexts) -> str:
    """A field for a date as people write it, with the browser's own calendar beside it.

    The calendar can't say a month or a year alone; the field can.
    """
    label = escape(texts.pick.format(field=name))
    return (
        f'<span class="date">{field}<button type="button" class="pick" aria-label="{label}" title="{label}">'
        f"{_CALENDAR}</button>"
        '<input type="date" class="calendar" tabindex="-1" aria-hidden="true"></span>'
    )


def _advice(texts: CheckTexts) -> str:
    choices = texts.advice_choices.items()
    options = "".join(f'<option value="{escape(value)}">{escape(shown)}</option>' for value, shown in choices)
    label = escape(texts.columns["career_advice"])
    identity = _identity("career_advice", texts)
    return f'<label class="beside"><span>{label}</span> <select {identity}>{options}</select></label>'


def _circumstances(texts: CheckTexts) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" value="{escape(name)}"> {escape(shown)}</label>'
        for name, shown in texts.circumstances.items()
    )
    legend = escape(texts.columns["circumstances"])
    return f"<fieldset {_identity('circumstances', texts)}><legend>{legend}</legend>{boxes}</fieldset>"


def _interruption(texts: CheckTexts) -> str:
    field = f'<input type="text" maxlength="200" autocomplete="off" placeholder="{escape(texts.none)}"'
    label = escape(texts.columns["interruption"])
    return f'<label class="beside"><span>{label}</span> {field} {_identity("interruption", texts)}></label>'


def date_html(label: str, hint: str, identity: str, texts: CheckTexts, word: str = "") -> str:
    """A date by itself; `word` is what may stand instead of one, with a button that fills it in."""
    known = f'id="{identity}-veld" aria-describedby="{identity}-hulp"'
    field = f'<input type="text" maxlength="200" autocomplete="off" {known}>'
    button = f'<button type="button" class="word" data-word="{escape(word)}">{escape(word)}</button>' if word else ""
    return (
        f'<label for="{identity}-veld">{escape(label)}</label><p class="hint" id="{identity}-hulp">{escape(hint)}</p>'
        f'<span class="line">{_dated(field, label, texts)}{button}</span>'
    )
