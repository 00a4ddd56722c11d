"""The source beside an answer, as HTML, pure: a text in its sections with the quote marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.schema import Citation, Document, Language
from app.ui.escaping import escape
from app.ui.markup import details_html
from app.ui.texts import CATALOGUE, Texts

MARK_ID = "citaat"

WHOLE_TEXT_CHARACTERS = 40_000
"""Up to here the whole text is shown around the quote (some 15 pages); of a longer one only a part."""


@dataclass(frozen=True, slots=True)
class Place:
    """A citation's button: the turn it stands under and its number there. Names the element on the page."""

    turn: int
    n: int

    @property
    def element(self) -> str:
        """The id of the button."""
        return f"bron-{self.turn}-{self.n}"


def cited_address(document: str, start: int, end: int) -> str:
    """The address of a place in the texts, from the page itself: the screen of the texts, opened there."""
    return f"?tab=sources#cite={document}:{start}-{end}"


def documents_html(documents: Mapping[str, Document], language: Language) -> str:
    """What the source panel shows before a citation is chosen: the texts and what is known of them."""
    texts = CATALOGUE[language]
    items = "".join(
        f'<li><strong class="document-title">{escape(document.title)}</strong>'
        f'<span class="details">{details_html(document, texts)}</span></li>'
        for document in documents.values()
    )
    return (
        f'<div class="source-head"><h2>{escape(texts.documents)}</h2></div>'
        f'<div class="source-body"><ul class="documents">{items}</ul>'
        f'<p class="hint">{escape(texts.source_hint)}</p></div>'
    )


def source_html(
    document: Document,
    citation: Citation,
    sections: Sequence[tuple[str, int, int]],
    *,
    place: Place,
    of: int,
    choice: int,
    language: Language,
) -> str:
    """The source panel with a citation marked in its section.

    `of` is how many citations the answer has. `choice` is a number that differs with every choice, so that choosing
    the same citation again scrolls to it again.
    """
    texts = CATALOGUE[language]
    start, end = _window(document.text, citation, sections)
    shown = [(head, max(a, start), min(b, end)) for head, a, b in sections if a < end and start < b]
    body = "".join(_section_html(document.text, section, citation) for section in shown)
    before, after = start > 0, end < len(document.text)
    gap = f'<p class="gap">{escape(texts.shortened)}</p>'
    dates = [texts.publisher.format(publisher=document.publisher)] if document.publisher else []
    dates += [texts.dated.format(date_note=document.date_note)] if document.date_note else []
    details = "".join(f"<span>{escape(line)}</span>" for line in dates)
    return (
        f'<div class="source-head" data-choice="{choice}" data-place="{place.element}">'
        f'<h2>{escape(document.title)}</h2><p class="details">{details}</p>'
        f'<p class="section-name" id="vindplaats" role="status">'
        f"{escape(texts.quoted.format(n=citation.n, section=citation.section))}</p>"
        f"{_tools_html(citation, place, of, texts)}</div>"
        f'<div class="source-body" tabindex="0" role="region" aria-label="{escape(document.title)}" '
        f'aria-describedby="vindplaats" lang="{escape(document.language)}">'
        f"{gap if before else ''}{body}{gap if after else ''}</div>"
    )


def _tools_html(citation: Citation, place: Place, of: int, texts: Texts) -> str:
    """Back and forth between the answer's sources, back to the answer, and the address of the sentence."""
    address = escape(cited_address(citation.document, citation.start, citation.end))
    steps = ((texts.previous, "←", place.n - 1), (texts.next, "→", place.n + 1))
    buttons = "".join(
        f'<button type="button" data-opens="{Place(place.turn, n).element}" title="{escape(label)}" '
        f'aria-label="{escape(label)}"{"" if 1 <= n <= of else " disabled"}>{sign}</button>'
        for label, sign, n in steps
    )
    return (
        f'<div class="tools">{buttons if of > 1 else ""}'
        f'<button type="button" class="back" data-back="{place.element}">{escape(texts.back)}</button>'
        f'<a href="{address}" data-cite>{escape(texts.place)}</a>'
        f'<button type="button" data-copy="{{address}}{address}" data-copied="{escape(texts.copied)}">'
        f"{escape(texts.share)}</button></div>"
    )


def _window(text: str, citation: Citation, sections: Sequence[tuple[str, int, int]]) -> tuple[int, int]:
    """The part of a text to show: all of it, else the quote's section, else what fits around the quote."""
    if len(text) <= WHOLE_TEXT_CHARACTERS:
        return 0, len(text)
    start, end = citation.start, citation.end
    for _, a, b in sections:
        if a <= citation.start < b:
            start, end = a, max(b, citation.end)
    if end - start > WHOLE_TEXT_CHARACTERS:
        margin = WHOLE_TEXT_CHARACTERS // 2
        start, end = max(start, citation.start - margin), min(end, citation.end + margin)
    return start, end


def _section_html(text: str, section: tuple[str, int, int], citation: Citation) -> str:
    """One section: its heading, where the slice begins with it, and the text below, with the quote marked."""
    heading, start, end = section
    start, end = trimmed(text, start, end)
    middle = start + len(heading) if heading and text.startswith(heading, start, end) else start
    head = marked(text, (start, middle), citation)
    body = marked(text, trimmed(text, middle, end), citation)
    return (f"<h3>{head}</h3>" if head else "") + (f'<div class="source-text">{body}</div>' if body else "")


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The same part without the blank lines around it, which the style sheet's margins stand for."""
    part = text[start:end]
    return start + len(part) - len(part.lstrip("\r\n")), start + len(part.rstrip())


def marked(text: str, part: tuple[int, int], citation: Citation) -> str:
    """`text[part]` escaped, with what the citation covers of it in a `<mark>`.

    The mark in which the quote begins carries the id to scroll to, so that the id is there once.
    """
    start, end = part
    a, b = max(start, citation.start), min(end, citation.end)
    if a >= b:
        return escape(text[start:end])
    begins = not text[citation.start : a].strip()
    identity = f' id="{MARK_ID}"' if begins else ""
    return f"{escape(text[start:a])}<mark{identity}>{escape(text[a:b])}</mark>{escape(text[b:end])}"
