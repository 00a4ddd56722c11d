"""What stands above every screen, as HTML, pure. Everything from a text, a manifest or a question is escaped.

The page shows strings of `app.ui` only (here, `turn`, `source_panel`, `verdict`, `sources`, `about`), so that nothing
a user or a text says can become an element, a link or a request. The one link to elsewhere is the manifest's, and only
where it is plain http(s).
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from app.schema import Document, Language, Notice
from app.ui.escaping import escape
from app.ui.texts import CATALOGUE, Texts

OTHER: dict[Language, tuple[Language, str]] = {"nl": ("en", "en/"), "en": ("nl", "../")}
"""The other language, and where its page is from this one's."""


def publisher_of(documents: Mapping[str, Document]) -> str:
    """The publisher that all texts share, or "" where they differ or one has none."""
    publishers = {document.publisher for document in documents.values()}
    return publishers.pop() if len(publishers) == 1 else ""


def page_title(documents: Mapping[str, Document], texts: Texts) -> str:
    """The page's title, as plain text."""
    publisher = publisher_of(documents)
    return texts.title_of.format(publisher=publisher) if publisher else texts.title


def header_html(documents: Mapping[str, Document], language: Language, *, sends_to: str = "") -> str:
    """Title, switches, what the page is, where questions are sent (a host, if they leave this machine), the notices."""
    texts = CATALOGUE[language]
    dutch = {document.language for document in documents.values()} == {"nl"}
    own = texts.own_dutch if dutch else texts.own
    origin = texts.origin_of.format(own=own) if publisher_of(documents) else texts.origin
    leaving = f" {escape(texts.leaving.format(host=sends_to))}" if sends_to else ""
    return (
        f'<header><div class="top"><h1>{escape(page_title(documents, texts))}</h1>{_switches_html(language)}</div>'
        f'<p class="intro">{escape(origin)} <br>{escape(texts.automatic)}{leaving}</p>'
        f"{_closable_notices_html(documents, language)}</header>"
    )


def _switches_html(language: Language) -> str:
    other, path = OTHER[language]
    texts = CATALOGUE[language]
    return (
        f'<div class="switches"><a href="{path}" data-language="{other}" lang="{other}" hreflang="{other}">'
        f'{escape(texts.language)}</a><button type="button" id="thema" aria-pressed="false">{escape(texts.dark)}'
        "</button></div>"
    )


def _notices_of(documents: Mapping[str, Document]) -> list[Notice]:
    return list(dict.fromkeys(document.notice for document in documents.values() if document.notice))


def _closable_notices_html(documents: Mapping[str, Document], language: Language) -> str:
    """The notices, to be closed but never lost: the first sentence stays."""
    return "".join(_closable_html(notice, CATALOGUE[language], language) for notice in _notices_of(documents))


def _closable_html(notice: Notice, texts: Texts, language: Language) -> str:
    first, _, rest = notice.text(language).partition(". ")
    shown = f"{first}." if rest else first
    more = f"<p>{escape(rest)}{link_html(notice.link)}</p>" if rest or notice.link else ""
    return (
        f'<details class="notice" open><summary><strong>{escape(texts.notice)}</strong> {escape(shown)} '
        f'<span class="toggle"><span class="hide">{escape(texts.hide)}</span>'
        f'<span class="show">{escape(texts.show)}</span></span></summary>{more}</details>'
    )


def notices_html(documents: Mapping[str, Document], language: Language) -> str:
    """The operator's notices about these texts, each once."""
    label = escape(CATALOGUE[language].notice)
    return "".join(
        f'<p class="notice" role="note"><strong>{label}</strong> '
        f"{escape(notice.text(language))}{link_html(notice.link)}</p>"
        for notice in _notices_of(documents)
    )


def contacts_html(documents: Mapping[str, Document], language: Language) -> str:
    """Where to ask what the texts don't say: the links of the notices, or nothing where there are none."""
    links = "".join(link_html(notice.link) for notice in _notices_of(documents) if notice.link)
    return f'<p class="elsewhere" lang="{language}">{escape(CATALOGUE[language].elsewhere)}{links}</p>' if links else ""


def link_html(link: str) -> str:
    """A link to another site, after a space: only a web address can be followed."""
    if not link:
        return ""
    parts = urlsplit(link)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return f" {escape(link)}"
    shown = (parts.netloc + parts.path).rstrip("/")
    return f' <a href="{escape(link)}" target="_blank" rel="noopener noreferrer">{escape(shown)}</a>'


def details_html(document: Document, texts: Texts) -> str:
    """Publisher, date and address of a text, as far as they are known, a line each."""
    lines = [
        texts.publisher.format(publisher=document.publisher) if document.publisher else "",
        texts.dated.format(date_note=document.date_note) if document.date_note else "",
        texts.address.format(url=document.source_url) if document.source_url else "",
    ]
    return "".join(f"<span>{escape(line)}</span>" for line in lines if line)
