"""A run as three files: JSON for programs (`--compare`), Markdown to read in a terminal, one HTML page for people."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from app.corpus import Corpus
from app.errors import InputError
from app.settings import ROOT
from eval.figures import Row, headline, rows
from eval.risk import Curve
from eval.run import Record

FOLDER = ROOT / "reports"
TEMPLATE = "report.html.j2"
LIBRARIES = ("chromadb", "onnxruntime", "sentence-transformers", "torch", "numpy")


@dataclass(frozen=True)
class Result:
    """One system's records and the rows they come to."""

    system: str
    records: list[Record]
    rows: list[Row]


@dataclass(frozen=True)
class Section:
    """Further figures: held-out entries, altered questions, altered corpora, mutants; `misses` one line each."""

    title: str
    about: str
    rows: list[Row]
    misses: list[str]


@dataclass(frozen=True)
class Report:
    """Everything that was measured in one go; the first result is the program's own."""

    made: str
    split: str
    corpus: str
    versions: dict[str, str]
    results: list[Result]
    curves: list[Curve]
    sections: list[Section]

    @property
    def own(self) -> Result:
        """The program's own result."""
        return self.results[0]


REPORT: TypeAdapter[Report] = TypeAdapter(Report)


def result(system: str, records: list[Record]) -> Result:
    """A system's records with their rows."""
    return Result(system, records, rows(records))


def make(
    split: str, corpus: Corpus, results: list[Result], curves: Sequence[Curve] = (), sections: Sequence[Section] = ()
) -> Report:
    """Put what was measured together, with the day, the texts and the versions it was measured with."""
    texts = "".join(document.sha256 for document in corpus.documents.values())
    return Report(
        made=f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        split=split,
        corpus=hashlib.sha256(texts.encode()).hexdigest()[:16],
        versions={name: version(name) for name in LIBRARIES},
        results=results,
        curves=list(curves),
        sections=list(sections),
    )


def write(report: Report, folder: Path, name: str = "evaluation") -> list[Path]:
    """Write the three files into a folder; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    contents = {
        ".json": REPORT.dump_json(report, indent=1),
        ".md": as_markdown(report).encode(),
        ".html": as_html(report).encode(),
    }
    paths = []
    for suffix, content in contents.items():
        path = folder / f"{name}{suffix}"
        path.write_bytes(content)
        paths.append(path)
    return paths


def read(path: Path) -> Report:
    """Read a report's JSON.

    Raises:
        InputError: it isn't there, or isn't one.
    """
    try:
        return REPORT.validate_json(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path} can't be read ({error.strerror}). Name the .json of a report.") from None
    except ValidationError as error:
        raise InputError(f"{path} is no report of this program ({error.errors()[0]['msg']}). Make it anew.") from None


def number(row: Row) -> str:
    """A figure for reading: k/n and its share, or the mean in its unit."""
    if not row.n:
        return "none"
    if row.k is not None:
        return f"{row.k}/{row.n} = {row.value:.3f}"
    return f"{row.value:.0f} {row.unit}" if row.unit else f"{row.value:.3f}"


def interval(row: Row) -> str:
    """Its 95% interval (of a latency: the quartiles)."""
    if not row.n:
        return ""
    return f"{row.low:.0f}-{row.high:.0f}" if row.unit else f"{row.low:.2f}-{row.high:.2f}"


def systems_table(results: Sequence[tuple[str, Sequence[Row]]]) -> str:
    """The systems beside one another, a row each, by the headline figures."""
    names = [row.name for row in results[0][1]]
    lines = [f"| system | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
    lines += [
        f"| {system} | {' | '.join(f'{number(row)} ({interval(row)})' if row.n else '' for row in rows)} |"
        for system, rows in results
    ]
    return "\n".join(lines)


def rows_table(rows: Sequence[Row]) -> str:
    """Figures below one another."""
    lines = ["| what | figure | 95% |", "|---|---|---|"]
    return "\n".join(lines + [f"| {row.name} | {number(row)} | {interval(row)} |" for row in rows])


def confusion(records: Sequence[Record]) -> tuple[list[str], list[tuple[str, list[int]]]]:
    """Outcomes by kind: the outcomes that occur, and per kind how often each does."""
    counted = Counter((record.kind, record.outcome) for record in records)
    outcomes = sorted({outcome for _, outcome in counted})
    kinds = dict.fromkeys(record.kind for record in records)
    return outcomes, [(kind, [counted[kind, outcome] for outcome in outcomes]) for kind in kinds]


def as_markdown(report: Report) -> str:
    """The report as Markdown: tables, outcomes by kind, and every miss with what was found."""
    outcomes, counts = confusion(report.own.records)
    parts = [
        "# Evaluation",
        f"{report.made}, {report.split} cases, texts {report.corpus}; "
        + ", ".join(f"{name} {number}" for name, number in report.versions.items()),
        "## Beside simpler systems",
        systems_table([(one.system, headline(one.records)) for one in report.results]),
        "## This program",
        rows_table(report.own.rows),
        "## Outcomes by kind",
        "\n".join(
            [f"| kind | {' | '.join(outcomes)} |", f"|---|{'---:|' * len(outcomes)}"]
            + [f"| {kind} | {' | '.join(map(str, row))} |" for kind, row in counts]
        ),
        "## Risk and coverage",
        "\n".join(f"- {c.name}: mean risk {c.area:.3f}; coverage in use {c.chosen:.3f}" for c in report.curves),
    ]
    for section in report.sections:
        parts += [f"## {section.title}", section.about, rows_table(section.rows)]
        parts += ["\n".join(f"- {miss}" for miss in section.misses)] if section.misses else []
    misses = [record for record in report.own.records if not record.right]
    parts += [f"## Misses ({len(misses)})", *map(_miss, misses)]
    return "\n\n".join(part for part in parts if part) + "\n"


def as_html(report: Report) -> str:
    """The report as one page that needs nothing else: its curves are drawn into it."""
    from jinja2 import Environment, FileSystemLoader
    from markupsafe import Markup

    from eval.plots import kinds_plot, risk_plot

    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True)
    outcomes, counts = confusion(report.own.records)
    return environment.get_template(TEMPLATE).render(
        report=report,
        headlines=[(one.system, headline(one.records)) for one in report.results],
        number=number,
        interval=interval,
        outcomes=outcomes,
        counts=counts,
        misses=[record for record in report.own.records if not record.right],
        risk=Markup(risk_plot(report.curves)) if report.curves else "",  # noqa: S704 - drawn here, of numbers
        kinds=Markup(kinds_plot(report.own.rows)),  # noqa: S704
    )


def _miss(record: Record) -> str:
    lines = [
        f"### {record.id} ({record.kind})",
        f"- asked: {' / '.join(record.turns)}",
        f"- {record.outcome} {record.verdict}: {' '.join(record.text.split())}",
        *(f"- needed: {' '.join(gold.split())}" for gold in record.gold),
        *(f"- found: {' '.join(found.split())}" for found in record.retrieved),
    ]
    return "\n".join(lines)
