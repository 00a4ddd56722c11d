"""A decision to keep: as a page that stands alone, and as the decision itself. Pure; the page's script saves them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.schema import Language
from app.ui.check_texts import CHECK, CheckTexts
from app.ui.entries import as_typed
from app.ui.escaping import escape

Values = Mapping[str, Any]

_STYLE = Path(__file__).with_name("report.css")


def report_html(decision: Values, shown: str, rows: Sequence[int], title: str, language: Language) -> str:
    """A whole document. `shown` is the decision as HTML (`verdict.decision_html`); nothing in it is fetched or run."""
    texts = CHECK[language]
    told = "".join(f"<li>{escape(line)}</li>" for line in told_lines(decision["facts"], rows, texts))
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n"
        f"<body>\n<h1>{escape(title)}</h1>\n<h3>{escape(texts.told)}</h3><ul>{told}</ul>\n{shown}\n</body>\n</html>\n"
    )


def told_lines(facts: Values, rows: Sequence[int], texts: CheckTexts) -> Iterator[str]:
    """What was stated, a line for each period and one for the certificate."""
    for index, told in enumerate(facts.get("experience") or ()):
        row = texts.row.format(n=rows[index] if index < len(rows) else index + 1)
        end = told.get("end") or (texts.ongoing if told.get("still") else "?")
        known = [f"{told.get('start', '?')} – {end}", told.get("role", "")]
        if "career_advice" in told:
            yes = texts.advice_choices["yes" if told["career_advice"] else "no"]
            known.append(f"{texts.places['career_advice']}: {yes}")
        known += [texts.circumstances.get(name, name) for name in told.get("circumstances", ())]
        if told.get("interruption"):
            known.append(f"{texts.places['interruption']}: {told['interruption']}")
        yield as_typed(f"{row}: {', '.join(filter(None, known))}")
    certificate = facts.get("certificate")
    if isinstance(certificate, Mapping):
        yield as_typed(f"{texts.certificate}: {', '.join(certificate.get('issued') or ['?'])}")
    elif certificate is not None:
        yield f"{texts.certificate}: {texts.none}"


def keep_html(decision: Values, report: str, texts: CheckTexts) -> str:
    """The buttons that save a report (as HTML and as JSON) and copy a link with the case."""
    name = f"{texts.report_name}-{decision['as_of']}"
    data = json.dumps(dict(decision), ensure_ascii=False, indent=2)
    files = ((texts.report_html, "html", "text/html", report), (texts.report_json, "json", "application/json", data))
    buttons = "".join(
        f'<button type="button" data-save="{escape(f"{name}.{ending}")}" data-type="{kind}" '
        f'data-content="{escape(content)}">{escape(label)}</button>'
        for label, ending, kind, content in files
    )
    return (
        f'<section class="keep"><h3>{escape(texts.keep)}</h3><p class="tools">{buttons}'
        f'<button type="button" data-case data-copied="{escape(texts.copied)}">{escape(texts.case_link)}</button></p>'
        f'<p class="hint">{escape(texts.case_hint)}</p></section>'
    )
