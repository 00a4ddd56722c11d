"""README.md says what is: its settings, commands, targets and files are compared with the program's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from app.cli import command
from app.settings import PREFIX, ROOT, Settings
from ingest.__main__ import command as ingest_command
from tools.readme import QUESTIONS, replaced, settings_table

README = (ROOT / "README.md").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):.* ## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


COMMANDS = typer.main.get_command(command).commands  # type: ignore[attr-defined]


def between(mark: str) -> str:
    return README.partition(f"<!-- {mark} -->")[2].partition(f"<!-- /{mark} -->")[0].strip()


def test_the_settings_are_those_of_the_settings_class() -> None:
    assert between("settings") == settings_table(), "run `make readme`"


def test_the_settings_name_every_variable_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", settings_table(), re.M))
    assert set(rows) == {PREFIX + name.upper() for name in Settings.model_fields}
    assert rows["CMI_CORPUS_DIR"] == "`corpus`"
    assert rows["CMI_PORT"] == f"`{Settings.model_fields['port'].default}`"


def test_the_transcript_shows_answers_with_their_places_and_a_refusal() -> None:
    transcript = between("transcript")
    assert [f'app ask "{question}"' in transcript for question in QUESTIONS] == [True] * len(QUESTIONS), "`make readme`"
    assert len(re.findall(r"^\[1\] texts/\S+ \d+-\d+, ", transcript, re.M)) == len(QUESTIONS) - 1


def test_every_make_target_it_names_is_one() -> None:
    assert set(re.findall(r"`(?:\S+=\S+ )*make ([a-z-]+)", README)) | {"chat", "test"} <= TARGETS


def test_every_command_it_names_is_one() -> None:
    named = set(re.findall(r"python -m app ([a-z]+)", README))
    assert named <= set(COMMANDS)
    assert {"ask", "search", "serve"} <= named


def test_every_option_it_names_is_one() -> None:
    commands = [*COMMANDS.values(), typer.main.get_command(ingest_command)]
    known = {option for one in commands for parameter in one.params for option in parameter.opts}
    assert set(re.findall(r"--[a-z]+(?:-[a-z]+)*", README.replace("<!--", ""))) <= known


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\b(?:app|ingest|eval)/[\w/]+\.py", README))))
def test_every_file_it_names_is_there(name: str) -> None:
    assert (ROOT / name).is_file()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8"))
    missing = [one for one in targets if "://" not in one and not (document.parent / one).exists()]
    assert missing == []


def test_it_stays_short() -> None:
    assert len(README.splitlines()) < 200


def test_a_block_is_replaced_between_its_marks_only() -> None:
    assert replaced("a\n<!-- x -->\nold\n<!-- /x -->\nb", "x", "new") == "a\n<!-- x -->\nnew\n<!-- /x -->\nb"
    with pytest.raises(ValueError, match="substring not found"):
        replaced("no marks", "x", "new")
