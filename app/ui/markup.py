"""Values -> HTML, pure. Everything that comes from a text, a manifest, a question or an answer is escaped here.

The page shows strings of this module only, so that nothing a user or a text says can become an element, a link or a
request. The one link is the manifest's, and only where it is plain http(s).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.schema import MAX_QUESTION_CHARACTERS, Answer, Citation, Document, Language, Notice
from app.ui.escaping import escape
from app.ui.texts import CATALOGUE, Texts
from app.ui.verdict import card_html

MARK_ID = "citaat"
LIVE_ID = "antwoord-nu"

WHOLE_TEXT_CHARACTERS = 40_000
"""Up to here the whole text is shown around the quote (some 15 pages); of a longer one only a part."""


@dataclass(frozen=True, slots=True)
class Place:
    """A citation button: the turn it stands under and its number there. Names the element on the page."""

    turn: int
    n: int

    @property
    def element(self) -> str:
        """The id of the button."""
        return f"bron-{self.turn}-{self.n}"


def publisher_of(documents: Mapping[str, Document]) -> str:
    """The publisher that all texts share, or "" where they differ or one has none."""
    publishers = {document.publisher for document in documents.values()}
    return publishers.pop() if len(publishers) == 1 else ""


def page_title(documents: Mapping[str, Document], texts: Texts) -> str:
    """The page's title, as plain text."""
    publisher = publisher_of(documents)
    return texts.title_of.format(publisher=publisher) if publisher else texts.title


def header_html(documents: Mapping[str, Document], language: Language, *, sends_to: str = "") -> str:
    """Title, what the page is, where questions are sent (a host, if they leave this machine), and the notices."""
    texts, publisher = CATALOGUE[language], publisher_of(documents)
    dutch = {document.language for document in documents.values()} == {"nl"}
    own = texts.own_dutch if dutch else texts.own
    origin = texts.origin_of.format(publisher=publisher, own=own) if publisher else texts.origin
    dates = dict.fromkeys(document.date_note for document in documents.values() if document.date_note)
    dated = "".join(" " + escape(_sentence(texts.dated.format(date_note=date))) for date in dates)
    leaving = f" {escape(texts.leaving.format(host=sends_to))}" if sends_to else ""
    return (
        f"<header><h1>{escape(page_title(documents, texts))}</h1>"
        f'<p class="intro">{escape(texts.automatic)} {escape(origin)}{dated}{leaving}</p>'
        f"{notices_html(documents, language)}</header>"
    )


def notices_html(documents: Mapping[str, Document], language: Language) -> str:
    """The operator's notices about these texts, each once."""
    notices = dict.fromkeys(document.notice for document in documents.values() if document.notice)
    return "".join(_notice_html(notice, language) for notice in notices)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else text + "."


def _notice_html(notice: Notice, language: Language) -> str:
    return (
        f'<p class="notice" role="note"><strong>{escape(CATALOGUE[language].notice)}</strong> '
        f"{escape(notice.text(language))}{_link_html(notice.link)}</p>"
    )


def _link_html(link: str) -> str:
    if not link:
        return ""
    parts = urlsplit(link)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return f" {escape(link)}"
    shown = (parts.netloc + parts.path).rstrip("/")
    return f' <a href="{escape(link)}" target="_blank" rel="noopener noreferrer">{escape(shown)}</a>'


def documents_html(documents: Mapping[str, Document], language: Language) -> str:
    """What the source panel shows before a citation is chosen: the texts and what is known of them."""
    texts = CATALOGUE[language]
    items = "".join(f"<li>{_document_html(document, texts)}</li>" for document in documents.values())
    return (
        f'<div class="source-head"><h2>{escape(texts.documents)}</h2></div>'
        f'<div class="source-body"><ul class="documents">{items}</ul>'
        f'<p class="hint">{escape(texts.source_hint)}</p></div>'
    )


def _document_html(document: Document, texts: Texts) -> str:
    lines = [
        texts.publisher.format(publisher=document.publisher) if document.publisher else "",
        texts.dated.format(date_note=document.date_note) if document.date_note else "",
        texts.address.format(url=document.source_url) if document.source_url else "",
    ]
    details = "".join(f"<span>{escape(line)}</span>" for line in lines if line)
    return f'<strong class="document-title">{escape(document.title)}</strong><span class="details">{details}</span>'


def source_html(
    document: Document,
    citation: Citation,
    sections: Sequence[tuple[str, int, int]],
    *,
    place: Place,
    choice: int,
    language: Language,
) -> str:
    """The source panel with a citation marked in its section.

    `choice` is a number that differs with every choice, so that choosing the same citation again scrolls to it again.
    """
    texts = CATALOGUE[language]
    start, end = _window(document.text, citation, sections)
    shown = [(head, max(a, start), min(b, end)) for head, a, b in sections if a < end and start < b]
    body = "".join(_section_html(document.text, section, citation) for section in shown)
    before, after = start > 0, end < len(document.text)
    gap = f'<p class="gap">{escape(texts.shortened)}</p>'
    return (
        f"<style>#verloop #{place.element} {{ background: var(--mark); color: var(--mark-text); }}</style>"
        f'<div class="source-head" data-choice="{choice}"><h2>{escape(document.title)}</h2>'
        f'<p class="details">{_details_html(document, texts)}</p>'
        f'<p class="section-name" role="status">'
        f"{escape(texts.quoted.format(n=citation.n, section=citation.section))}</p></div>"
        f'<div class="source-body" tabindex="0" role="region" aria-label="{escape(document.title)}" '
        f'lang="{escape(document.language)}">{gap if before else ""}{body}{gap if after else ""}</div>'
    )


def _details_html(document: Document, texts: Texts) -> str:
    lines = [texts.publisher.format(publisher=document.publisher)] if document.publisher else []
    lines += [texts.dated.format(date_note=document.date_note)] if document.date_note else []
    return "".join(f"<span>{escape(line)}</span>" for line in lines)


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
    start, end = _trimmed(text, start, end)
    middle = start + len(heading) if heading and text.startswith(heading, start, end) else start
    head = marked(text, (start, middle), citation)
    body = marked(text, _trimmed(text, middle, end), citation)
    return (f"<h3>{head}</h3>" if head else "") + (f'<div class="source-text">{body}</div>' if body else "")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
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


def turn_html(
    number: int,
    question: str,
    answer: Answer,
    *,
    shown: str | None = None,
    final: bool = False,
    publisher: str = "",
) -> str:
    """A question with its answer. `shown` is the part of the text that is there already (all, if None).

    A `final` turn hides the live copy of itself, which makes the change from one to the other invisible. `publisher` is
    the one whose decision a shown decision is not.
    """
    texts = CATALOGUE[answer.language]
    text = answer.text if shown is None else shown
    literal = answer.outcome == "answered" and answer.model.startswith(
        "extractive"
    )  # then the text is in the source's language
    spoken = f' lang="{answer.language}"'
    parts = [f'<div class="text"{"" if literal else spoken}>{escape(text)}</div>']
    if answer.resolved_question:
        resolved = texts.resolved.format(question=answer.resolved_question)
        parts.insert(0, f'<p class="resolved"{spoken}>{escape(resolved)}</p>')
    if shown is None and answer.decision:
        said = f"{answer.text}\n{answer.note}"
        parts.append(card_html(answer.decision, said=said, publisher=publisher, language=answer.language))
    if shown is None and answer.note:
        parts.append(f'<p class="answer-note"{spoken}>{escape(answer.note)}</p>')
    if shown is None and answer.outcome == "answered":
        parts.append(f'<p class="model"{spoken}>{escape(texts.literal if literal else texts.reworded)}</p>')
    style = f'<style>#{LIVE_ID} [data-turn="{number}"] {{ display: none; }}</style>' if final else ""
    answered = _answered("".join(parts), answer.outcome, texts)
    return f'{style}<article data-turn="{number}">{_asked(question, texts)}{answered}</article>'


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
