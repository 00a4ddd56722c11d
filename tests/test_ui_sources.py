"""The screen of the texts: whole, unchanged, every sentence with its place, and the questions that it answers."""

from __future__ import annotations

import html
import re
from dataclasses import fields

import pytest

from app.schema import Language
from app.ui.sources import sources_html
from app.ui.sources_texts import EN, NL, SourcesTexts
from tests.ui_fakes import EXPERIENCE, VALIDITY, FakeAssistant, document

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)> \"'&"


def plain(shown: str) -> str:
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]+>", "", shown)))


def test_the_texts_are_shown_whole_and_in_order() -> None:
    assistant = FakeAssistant()
    shown = sources_html(assistant, "nl")
    for text in assistant.documents.values():
        article = re.search(rf'<article data-document="{text.id}">(.*?)</article>', shown, re.DOTALL)
        assert article
        without_frame = re.sub(r"<h2>.*?</h2><p class=\"details\">.*?</p>", "", article[1], flags=re.DOTALL)
        without_frame = re.sub(r"<details.*?</details>|<p class=\"hint\".*?</p>", "", without_frame, flags=re.DOTALL)
        assert plain(without_frame) == re.sub(r"\s+", "", text.text)


def test_each_sentence_says_its_place() -> None:
    assistant = FakeAssistant()
    shown = sources_html(assistant, "nl")
    article = shown[shown.index('<article data-document="interview">') :]
    text = assistant.documents["interview"].text
    places = re.findall(
        r'class="s" data-a="(\d+)" data-b="(\d+)">(.*?)</span>', article.split("</article>")[0], re.DOTALL
    )
    assert len(places) > 50
    assert all(text[int(a) : int(b)] == html.unescape(inside) for a, b, inside in places)


def test_file_and_hash_and_date_stand_above_each_text() -> None:
    shown = html.unescape(sources_html(FakeAssistant(), "nl"))
    assert shown.count(NL.hash.format(sha256="0" * 64)) == 2
    assert NL.file.format(file=document().file) in shown
    assert "van omstreeks 2019" in shown


@pytest.mark.parametrize(("language", "texts"), [("nl", NL), ("en", EN)])
def test_a_part_lists_the_questions_that_it_answers(language: Language, texts: SourcesTexts) -> None:
    assistant = FakeAssistant()
    shown = sources_html(assistant, language)
    section = next(part for part in shown.split("<section")[1:] if VALIDITY in html.unescape(part))
    (_, first), (_, second) = assistant.questions_at("interview", "nl")
    assert f'data-cites="interview:{second[0].start}-{second[0].end} interview:' in section
    assert EXPERIENCE not in section
    assert f"interview:{first[0].start}-{first[0].end}" in shown
    assert texts.asked_one in shown
    assert texts.unasked in shown


def test_nothing_in_a_text_becomes_markup() -> None:
    evil = document(text=f"Kop {EVIL}\nEen zin. {EVIL} Nog een.", title=EVIL, file=EVIL, publisher=EVIL, notice=None)
    assistant = FakeAssistant({"interview": evil}, can_check=False)
    assistant.questions_at = lambda document_id, language: [(EVIL, [])]  # type: ignore[method-assign]
    shown = sources_html(assistant, "nl")
    assert not re.search(r"<(script|img)|<[^>]*\son\w+=", shown)
    assert html.escape(EVIL) in shown


def test_both_languages_say_everything_with_the_same_blanks() -> None:
    for field in fields(NL):
        dutch, english = getattr(NL, field.name), getattr(EN, field.name)
        assert dutch
        assert english
        assert re.findall(r"{\w+}", dutch) == re.findall(r"{\w+}", english), field.name
