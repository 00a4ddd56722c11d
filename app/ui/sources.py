"""The screen of the texts: each whole, in its sections, every sentence with its place, and the questions it answers.

Pure HTML; searching, and marking the sentence that an address or a question names, is done on the page (sources.js).
"""

from __future__ import annotations

from collections.abc import Sequence

from app.schema import Document, Language, Span
from app.ui.assistant import AssistantLike
from app.ui.escaping import escape
from app.ui.markup import details_html
from app.ui.source_panel import trimmed
from app.ui.sources_texts import SOURCES, SourcesTexts
from app.ui.texts import CATALOGUE

Asked = Sequence[tuple[str, Sequence[Span]]]
"""Questions with the spans that answer them, in reading order."""


def sources_html(assistant: AssistantLike, language: Language) -> str:
    """The whole screen."""
    texts = SOURCES[language]
    documents = list(assistant.documents.values())
    shown = "".join(_document_html(document, assistant, language) for document in documents)
    contents = "".join(
        f'<li><a href="#{_anchor(document, start)}">{escape(heading)}</a></li>'
        for document in documents
        for heading, start, _ in assistant.sections(document.id)
    )
    return (
        f'<div class="sources-bar"><p class="intro">{escape(texts.intro)}</p>{_search_html(texts)}</div>'
        f'<div class="sources-body"><nav aria-label="{escape(texts.contents)}"><h2>{escape(texts.contents)}</h2>'
        f'<ol>{contents}</ol></nav><div class="texts" tabindex="0" role="region" aria-label="{escape(texts.tab)}">'
        f"{shown}</div></div>"
    )


def _search_html(texts: SourcesTexts) -> str:
    buttons = "".join(
        f'<button type="button" data-step="{step}" aria-label="{escape(label)}" title="{escape(label)}">{sign}</button>'
        for step, label, sign in ((-1, texts.before, "↑"), (1, texts.after, "↓"))
    )
    return (
        f'<div class="search" role="search"><label for="zoek">{escape(texts.search)}</label>'
        f'<input type="search" id="zoek" maxlength="200" autocomplete="off" placeholder="{escape(texts.placeholder)}">'
        f'<span role="status" data-found="{escape(texts.found)}" data-none="{escape(texts.none)}"></span>'
        f"{buttons}</div>"
    )


def _anchor(document: Document, start: int) -> str:
    return f"deel-{escape(document.id)}-{start}"


def _document_html(document: Document, assistant: AssistantLike, language: Language) -> str:
    texts = SOURCES[language]
    sentences, asked = assistant.sentences(document.id), assistant.questions_at(document.id, language)
    file, sha256 = texts.file.format(file=document.file), texts.hash.format(sha256=document.sha256)
    details = f"{details_html(document, CATALOGUE[language])}<span>{escape(file)}</span><span>{escape(sha256)}</span>"
    body = "".join(
        _section_html(document, section, sentences, asked, texts) for section in assistant.sections(document.id)
    )
    return (
        f'<article data-document="{escape(document.id)}"><h2>{escape(document.title)}</h2>'
        f'<p class="details">{details}</p>{body}</article>'
    )


def _section_html(
    document: Document,
    section: tuple[str, int, int],
    sentences: Sequence[tuple[int, int]],
    asked: Asked,
    texts: SourcesTexts,
) -> str:
    heading, start, end = section
    anchor = _anchor(document, start)
    a, b = trimmed(document.text, start, end)
    middle = a + len(heading) if heading and document.text.startswith(heading, a, b) else a
    here = [(max(c, middle), min(d, b)) for c, d in sentences if c < b and middle < d]
    body = _sentences_html(document.text, trimmed(document.text, middle, b), here)
    within = [(question, spans) for question, spans in asked if any(start <= span.start < end for span in spans)]
    head = f'<span class="s" data-a="{a}" data-b="{middle}">{escape(heading)}</span>' if middle > a else escape(heading)
    return (
        f'<section id="{anchor}" lang="{escape(document.language)}"><h3>{head}</h3>'
        f'<div class="source-text">{body}</div>{_asked_html(within, texts)}</section>'
    )


def _sentences_html(text: str, part: tuple[int, int], sentences: Sequence[tuple[int, int]]) -> str:
    """`text[part]` with each sentence in an element that says its place."""
    at, end = part
    shown = []
    for a, b in sentences:
        if a < at or b > end:
            continue
        shown.append(escape(text[at:a]))
        shown.append(f'<span class="s" data-a="{a}" data-b="{b}">{escape(text[a:b])}</span>')
        at = b
    return "".join([*shown, escape(text[at:end])])


def _asked_html(asked: Asked, texts: SourcesTexts) -> str:
    if not asked:
        return f'<p class="hint" lang="{texts.code}">{escape(texts.unasked)}</p>'
    items = "".join(
        f'<li><button type="button" data-cites="{_places(spans)}">{escape(question)}</button></li>'
        for question, spans in asked
    )
    count = texts.asked_one if len(asked) == 1 else texts.asked.format(n=len(asked))
    return f'<details class="answers" lang="{texts.code}"><summary>{escape(count)}</summary><ul>{items}</ul></details>'


def _places(spans: Sequence[Span]) -> str:
    return escape(" ".join(f"{span.document}:{span.start}-{span.end}" for span in spans))
