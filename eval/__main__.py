"""`python -m eval`: run the cases and print the table; `python -m eval fit` refits the answerability weights."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

import app.answerability
from app.bootstrap import build_assistant
from app.chain import Assistant
from app.errors import CmiError
from app.settings import load_settings
from eval.cases import FOLDER, Case, load_cases
from eval.fit import fit as fit_weights
from eval.run import run, table

command = typer.Typer(add_completion=False, invoke_without_command=True, pretty_exceptions_enable=False)
screen = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)
CASES = FOLDER / "unseen.yaml"
CorpusOption = Annotated[Path | None, typer.Option("--corpus", help="Folder of texts.")]
DataOption = Annotated[Path | None, typer.Option("--data", help="Folder of its index.")]


@command.callback()
def evaluate(
    context: typer.Context,
    corpus: CorpusOption = None,
    data: DataOption = None,
    split: Annotated[str, typer.Option(help="dev, test or all")] = "test",
    misses: Annotated[bool, typer.Option("--misses", help="Print every miss.")] = False,
) -> None:
    """Run the cases and print how many came out right."""
    if context.invoked_subcommand:
        return
    assistant, cases = _load(corpus, data)
    judged = run(assistant, [case for case in cases if split in ("all", case.split)])
    shown = Table("what", "k/n", "share", "95%", title=f"eval/cases/{CASES.name}, {split}")
    for name, k, n, share, low, high in table(judged):
        shown.add_row(name, f"{k}/{n}", f"{share:.3f}", f"{low:.2f}-{high:.2f}")
    screen.print(shown)
    for item in judged if misses else []:
        if not item.right:
            screen.print(
                f"{item.case.kind} | {item.case.turns} | {item.answer.outcome} | {item.answer.text}", markup=False
            )


@command.command()
def fit(corpus: CorpusOption = None, data: DataOption = None) -> None:
    """Refit the answerability weights on the curated questions and the dev cases."""
    assistant, cases = _load(corpus, data)
    dev = [case for case in cases if case.split == "dev" and len(case.turns) == 1 and case.kind != "false_premise"]
    target = Path(app.answerability.__file__).with_suffix(".json")
    screen.print(fit_weights(assistant, dev, target))


def _load(corpus: Path | None, data: Path | None) -> tuple[Assistant, list[Case]]:
    try:
        assistant = build_assistant(load_settings(corpus_dir=corpus, data_dir=data))
        return assistant, load_cases(CASES, assistant.corpus)
    except CmiError as error:
        errors.print(str(error), style="red", markup=False)
        raise typer.Exit(error.exit_code) from None


if __name__ == "__main__":
    command()
