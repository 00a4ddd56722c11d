"""`python -m eval`: run the cases beside simpler systems and write the report; --help lists the other commands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

import app.answerability
from app.bootstrap import build_assistant
from app.chain import Assistant
from app.embedding import PACKAGED, load_embeddings
from app.errors import CmiError, InputError
from app.settings import Settings, load_settings
from eval import ablate as ablating
from eval import compare as comparing
from eval import gate as gating
from eval import publish as publishing
from eval import report as reporting
from eval import thorough
from eval import worded as wording
from eval.baselines import baselines
from eval.caching import CachedEmbeddings
from eval.cases import Case, load_all
from eval.figures import Row, headline
from eval.fit import fit as fit_weights
from eval.fit import fits_on
from eval.held_out import load_held_out
from eval.held_out import measure as measure_held_out
from eval.risk import of_assistant
from eval.run import Record, System, assistant_system, run

command = typer.Typer(add_completion=False, invoke_without_command=True, pretty_exceptions_enable=False)
screen = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)
BREACH = 1  # exit code of a gate that stays shut

CorpusOption = Annotated[Path | None, typer.Option("--corpus", help="Folder of texts.")]
DataOption = Annotated[Path | None, typer.Option("--data", help="Folder of its index.")]
OutOption = Annotated[Path, typer.Option("--out", help="Folder for the report.")]


@dataclass(frozen=True)
class Bench:
    """What every command needs: the settings, the assistant (its embeddings remember), and all cases."""

    settings: Settings
    embeddings: CachedEmbeddings
    assistant: Assistant
    cases: list[Case]

    def of(self, split: str) -> list[Case]:
        """The cases of dev, test or all."""
        return [case for case in self.cases if split in ("all", case.split)]

    @property
    def model(self) -> str:
        """The folder or name of the embedding model."""
        return self.settings.embedding_model or str(self.settings.model_dir / PACKAGED)


@command.callback()
def evaluate(
    context: typer.Context,
    corpus: CorpusOption = None,
    data: DataOption = None,
    split: Annotated[str, typer.Option(help="dev, test or all")] = "test",
    out: OutOption = reporting.FOLDER,
    full: Annotated[
        bool, typer.Option("--full", help="Held-out entries, altered questions and texts, and mutants, too.")
    ] = False,
    compare: Annotated[tuple[Path, Path] | None, typer.Option(help="Two reports (.json) instead of a run.")] = None,
) -> None:
    """Run the cases, print the table, write the report; or compare two reports."""
    if context.invoked_subcommand:
        return
    with _told():
        if compare:
            _show_changes(comparing.compare(*(reporting.read(path).own.records for path in compare)))
            return
        bench = open_bench(corpus, data)
        report = measure(bench, split, held_out=full, altered=full)
        _show(report)
        for path in reporting.write(report, out):
            screen.print(f"written: {path}", markup=False)


@command.command()
def fit(corpus: CorpusOption = None, data: DataOption = None) -> None:
    """Refit the answerability weights on the curated questions and the dev cases."""
    with _told():
        bench = open_bench(corpus, data)
        held = load_held_out(bench.assistant.corpus)
        target = Path(app.answerability.__file__).with_suffix(".json")
        screen.print(fit_weights(bench.assistant, fits_on(bench.cases), held.names, target))


@command.command()
def gate(corpus: CorpusOption = None, data: DataOption = None) -> None:
    """The dev cases: fails on any breach, and on a drop that can't be chance."""
    with _told():
        bench = open_bench(corpus, data)
        records = run_shown(assistant_system(bench.assistant), bench.of("dev"), bench)
        found = gating.problems(records, gating.read())
    for problem in found:
        errors.print(problem, style="red", markup=False)
    _table("dev", headline(records))
    if found:
        raise typer.Exit(BREACH)
    screen.print("The gate is open: no breach, no drop beyond chance.")


@command.command()
def publish(corpus: CorpusOption = None, data: DataOption = None, out: OutOption = reporting.FOLDER) -> None:
    """Run the test cases and commit to their figures: README.md, eval/figures.json, and the gate's on dev."""
    with _told():
        bench = open_bench(corpus, data)
        report = measure(bench, "test", held_out=True)
        gating.write(run_shown(assistant_system(bench.assistant), bench.of("dev"), bench))
        publishing.write(publishing.figures_of(report))
        reporting.write(report, out)
        _show(report)


@command.command()
def ablate(
    corpus: CorpusOption = None,
    data: DataOption = None,
    out: OutOption = reporting.FOLDER,
    only: Annotated[list[str] | None, typer.Option(help="Names of parts; all by default.")] = None,
) -> None:
    """What each part is worth: the dev cases without it, beside the whole with its weights refitted alike."""
    with _told():
        bench = open_bench(corpus, data)
        dev = bench.of("dev")
        without = ablating.variants(bench.assistant, bench.cases, only or ())
        runs = [(name, run_shown(assistant_system(variant, name), dev, bench)) for name, variant in without]
        table = ablating.as_markdown(ablating.changes(runs))
        screen.print(table, markup=False)
        out.mkdir(parents=True, exist_ok=True)
        (out / "ablation.md").write_text(table + "\n", encoding="utf-8")


@command.command()
def worded(
    corpus: CorpusOption = None,
    data: DataOption = None,
    cases: Annotated[int, typer.Option(min=1, help="how many, one of each kind in turn")] = wording.CASES,
) -> None:
    """The configured chat model beside the verbatim answers, on dev cases of all kinds."""
    with _told():
        bench = open_bench(corpus, data, chat=True)
        with Progress(console=errors, transient=True) as bars:
            task = bars.add_task("asked", total=cases)
            table = wording.both(bench.assistant, bench.of("dev"), cases, lambda: bars.advance(task))
    screen.print(table, markup=False)


def open_bench(corpus: Path | None, data: Path | None, *, chat: bool = False) -> Bench:
    """Build the assistant, without its chat model unless `chat`, and read the cases.

    Raises:
        CmiError: what `build_assistant` and `load_all` raise.
    """
    settings = load_settings(corpus_dir=corpus, data_dir=data)
    embeddings = CachedEmbeddings(load_embeddings(settings.embedding_model, settings.model_dir))
    assistant = build_assistant(settings, embeddings, chat=chat)
    return Bench(settings, embeddings, assistant, load_all(assistant.corpus))


def measure(bench: Bench, split: str, *, held_out: bool = False, altered: bool = False) -> reporting.Report:
    """What a report holds; `held_out` trains a classifier five times and `altered` asks thousands of questions more.

    Raises:
        InputError: there is no such split.
    """
    cases = bench.of(split)
    if not cases:
        raise InputError(f"There are no {split} cases. Choose dev, test or all.")
    corpus = bench.assistant.corpus
    own = assistant_system(bench.assistant)
    results = [reporting.result(own.name, run_shown(own, cases, bench))]
    plain = [case for case in cases if case.kind != "eligibility"]
    with baselines(bench.assistant, bench.model, fits_on(bench.cases)) as systems:
        results += [reporting.result(one.name, run_shown(one, plain, bench)) for one in systems]
    sections = [_held_out(bench)] if held_out else []
    if altered:
        tell = partial(errors.print, markup=False)
        sections += thorough.sections(bench.assistant, cases, bench.settings, bench.embeddings, tell)
    return reporting.make(split, corpus, results, [of_assistant(bench.assistant, cases)], sections)


def run_shown(system: System, cases: Sequence[Case], bench: Bench) -> list[Record]:
    """Run a system with a progress bar on stderr."""
    columns = (TextColumn("{task.description:>28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True) as bars:
        task = bars.add_task(system.name, total=len(cases))
        return run(system, cases, bench.assistant.corpus, lambda: bars.advance(task))


def _held_out(bench: Bench) -> reporting.Section:
    about = "Curated entries that nothing is fitted on, each wording asked as if it had never been written down."
    found = measure_held_out(bench.assistant, load_held_out(bench.assistant.corpus))
    return reporting.Section("Held-out entries", about, found, [])


def _show(report: reporting.Report) -> None:
    for result in report.results:
        _table(f"{result.system}, {report.split}", result.rows if result is report.own else headline(result.records))
    for section in report.sections:
        _table(section.title, section.rows)


def _table(title: str, rows: Sequence[Row]) -> None:
    shown = Table("what", "figure", "95%", title=title)
    for row in rows:
        shown.add_row(row.name, reporting.number(row), reporting.interval(row))
    screen.print(shown)


def _show_changes(changes: Sequence[comparing.Change]) -> None:
    shown = Table("what", "first", "second", "only first", "only second", "McNemar p")
    for one in changes:
        counted = (f"{one.first}/{one.n}", f"{one.second}/{one.n}", str(one.only_first), str(one.only_second))
        shown.add_row(one.name, *counted, f"{one.p:.4f}")
    screen.print(shown)


@contextmanager
def _told() -> Iterator[None]:
    """Turn a declared error into its message and exit code."""
    try:
        yield
    except CmiError as error:
        errors.print(str(error), style="red", markup=False)
        raise typer.Exit(error.exit_code) from None


if __name__ == "__main__":
    command()
