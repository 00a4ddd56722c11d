"""A question with its answer, as HTML, pure and escaped as in `markup`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.schema import MAX_QUESTION_CHARACTERS, Answer, Citation, Document
from app.ui.escaping import escape
from app.ui.markup import contacts_html, publisher_of
from app.ui.source_panel import Place, cited_address
from app.ui.texts import CATALOGUE, Texts
from app.ui.verdict import card_html

LIVE_ID = "antwoord-nu"

REFUSED = ("not_in_corpus", "out_of_scope")

_MARK = re.compile(r"\[(\d{1,3})\]")


def turn_html(
    number: int,
    question: str,
    answer: Answer,
    documents: Mapping[str, Document],
    *,
    shown: str | None = None,
    final: bool = False,
) -> str:
    """A question with its answer. `shown` is the part of the text that is there already (all, if None).

    A `final` turn hides the live copy of itself, which makes the change from one to the other invisible; only in it
    are the numbers of citations buttons, since only under it stand the events that they set off.
    """
    texts = CATALOGUE[answer.language]
    inside = _growing_html(answer, shown) if shown is not None else _whole_html(number, answer, documents, final)
    style = f'<style>#{LIVE_ID} [data-turn="{number}"] {{ display: none; }}</style>' if final else ""
    answered = _answered(inside, answer.outcome if shown is None else "growing", texts)
    return f'{style}<article data-turn="{number}">{_asked(question, texts)}{answered}</article>'


def _literal(answer: Answer) -> bool:
    """Is the text in the source's own words, and so in its language?"""
    return answer.outcome == "answered" and answer.model.startswith("extractive")


def _growing_html(answer: Answer, shown: str) -> str:
    return f'<div class="text"{_spoken(answer)}>{escape(shown)}</div>'


def _spoken(answer: Answer) -> str:
    return "" if _literal(answer) else f' lang="{answer.language}"'


def _whole_html(number: int, answer: Answer, documents: Mapping[str, Document], final: bool) -> str:
    texts, spoken = CATALOGUE[answer.language], f' lang="{answer.language}"'
    cited = {citation.n: citation for citation in answer.citations} if final else {}

    def linked(text: str) -> str:
        return _MARK.sub(lambda found: _number_html(found, number, cited, texts), escape(text))

    parts = []
    if answer.resolved_question:
        resolved = texts.resolved.format(question=answer.resolved_question)
        parts.append(f'<p class="resolved"{spoken}>{escape(resolved)}</p>')
    if answer.decision:
        parts.append(
            card_html(
                answer.decision,
                said=answer.text,
                note=answer.note,
                linked=linked,
                publisher=publisher_of(documents),
                language=answer.language,
            )
        )
    else:
        parts.append(f'<div class="text"{_spoken(answer)}>{linked(answer.text)}</div>')
    if answer.outcome in REFUSED:
        parts.append(contacts_html(documents, answer.language))
    if answer.note:
        parts.append(f'<p class="answer-note"{spoken}>{escape(answer.note)}</p>')
    if answer.outcome == "answered":
        label = texts.literal if _literal(answer) else texts.reworded
        parts.append(f'<p class="model"{spoken}>{escape(label)}</p>')
    if final and answer.citations:
        copied, done = escape(_copied(answer, documents)), escape(texts.copied)
        parts.append(
            f'<p class="actions"{spoken}><button type="button" data-copy="{copied}" data-copied="{done}">'
            f"{escape(texts.copy)}</button></p>"
        )
    return "".join(parts)


def _number_html(found: re.Match[str], number: int, cited: Mapping[int, Citation], texts: Texts) -> str:
    citation = cited.get(int(found[1]))
    if citation is None:
        return found[0]
    label = escape(texts.citation_of.format(n=citation.n, section=citation.section))
    opens = Place(number, citation.n).element
    return f'<button type="button" class="cite" data-opens="{opens}" aria-label="{label}">{found[0]}</button>'


def _copied(answer: Answer, documents: Mapping[str, Document]) -> str:
    """The answer with its sources as plain text; the page puts its own address in the place of `{address}`."""
    said = [answer.text, ""]
    for citation in answer.citations:
        document = documents[citation.document]
        known = ", ".join(filter(None, (citation.title, citation.section, document.publisher, document.date_note)))
        address = cited_address(citation.document, citation.start, citation.end)
        said += [f"[{citation.n}] “{citation.quote.strip()}”", f"{known}", f"{{address}}{address}", ""]
    return "\n".join([*said, answer.note]).strip()


def status_html(texts: Texts, waiting: str = "") -> str:
    """What the page can say by itself, one at a time, where the server hasn't said anything (yet)."""
    said = {"waiting": waiting or texts.pending, "failed": texts.failed, "busy": texts.busy}
    lines = "".join(f'<p class="{name}">{escape(one)}</p>' for name, one in said.items())
    return f'<div role="status">{lines}</div>'


def pending_html(number: int, question: str, texts: Texts) -> str:
    """A question whose answer is being looked up."""
    return _unanswered(number, question, texts.pending, "pending", texts)


def failed_html(number: int, question: str, texts: Texts) -> str:
    """A question whose answer failed."""
    return _unanswered(number, question, texts.failed, "failed", texts)


def _unanswered(number: int, question: str, sentence: str, kind: str, texts: Texts) -> str:
    answer = _answered(f'<div class="text">{escape(sentence)}</div>', kind, texts)
    return f'<article data-turn="{number}">{_asked(question, texts)}{answer}</article>'


def _asked(question: str, texts: Texts) -> str:
    shown = question if len(question) <= MAX_QUESTION_CHARACTERS else question[:MAX_QUESTION_CHARACTERS] + " …"
    return f'<div class="asked"><span class="unseen">{escape(texts.asked)} </span>{escape(shown)}</div>'


def _answered(inside: str, kind: str, texts: Texts) -> str:
    return f'<div class="answer {kind}"><span class="unseen">{escape(texts.answered)} </span>{inside}</div>'


def stopped_html(texts: Texts) -> str:
    """What stands in the place of an answer that the visitor has stopped."""
    return f'<article><div class="answer stopped"><div class="text">{escape(texts.stopped)}</div></div></article>'
