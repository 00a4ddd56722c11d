"""The report's pictures as SVG, drawn with matplotlib; no window, no global state."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from eval.figures import Row
from eval.risk import Curve

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SIZE = (7.0, 3.6)  # inches


def risk_plot(curves: Sequence[Curve]) -> str:
    """Share of wrong answers against the share of cases answered, with a dot at the threshold in use."""
    figure = _figure(SIZE)
    axes = figure.add_subplot()
    for curve in curves:
        (line,) = axes.plot(curve.coverage, curve.risk, label=f"{curve.name} (mean {curve.area:.3f})")
        at = min(range(len(curve.coverage)), key=lambda i: abs(curve.coverage[i] - curve.chosen))
        axes.plot([curve.coverage[at]], [curve.risk[at]], "o", color=line.get_color())
    axes.set(xlabel="share of cases answered", ylabel="share of wrong answers", xlim=(0, 1), ylim=(0, None))
    axes.legend(frameon=False)
    return _svg(figure)


def kinds_plot(rows: Sequence[Row]) -> str:
    """A bar per kind with its interval."""
    kinds = [row for row in rows if row.k is not None and row.name.endswith(": right") and row.n][::-1]
    figure = _figure((SIZE[0], 0.8 + 0.28 * len(kinds)))
    axes = figure.add_subplot()
    errors = [[row.value - row.low for row in kinds], [row.high - row.value for row in kinds]]
    labels = [f"{row.name.removesuffix(': right')} ({row.k}/{row.n})" for row in kinds]
    axes.barh(labels, [row.value for row in kinds], xerr=errors, color="#9db8d9", ecolor="#57606a", capsize=2)
    axes.set(xlim=(0, 1), xlabel="right")
    return _svg(figure)


def growth_plot(rows: Sequence[dict[str, Any]]) -> str:
    """Three small drawings over the number of sentences: an answer's time, the memory, the share of right answers."""
    figure = _figure((SIZE[0] * 1.3, SIZE[1] * 0.8))
    sizes = [row["build"]["counts"]["sentences"] for row in rows]
    drawn = (
        ("an answer, ms", {"median": "median", "p95": "95th percentile"}, 1.0),
        ("memory when answering, MB", {"memory": ""}, 1.0),
        ("right, share", {"right": ""}, 1 / rows[0]["ask"]["cases"]),
    )
    for place, (title, lines, scale) in enumerate(drawn, 1):
        axes = figure.add_subplot(1, len(drawn), place)
        for key, label in lines.items():
            axes.plot(sizes, [row["ask"][key] * scale for row in rows], "o-", label=label)
        axes.set(xscale="log", xlabel="sentences", title=title, ylim=(0, None))
        if len(lines) > 1:
            axes.legend(frameon=False)
    return _svg(figure)


def _figure(size: tuple[float, float]) -> Figure:
    from matplotlib.figure import Figure

    return Figure(figsize=size, layout="constrained")


def _svg(figure: Figure) -> str:
    """The drawing alone, to stand within a page; the same figures give the same bytes."""
    import matplotlib as mpl

    written = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "evaluation", "svg.fonttype": "none"}):
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    drawing = written.getvalue()
    return drawing[drawing.index("<svg") :]
