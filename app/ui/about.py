"""The screen about the assistant, as HTML, pure: what it does, how good it was found, what it can't, and privacy."""

from __future__ import annotations

from collections.abc import Sequence

from app.schema import Language
from app.ui.about_texts import ABOUT, AboutTexts
from app.ui.assistant import AssistantLike
from app.ui.check_texts import CHECK
from app.ui.escaping import escape
from app.ui.figures import Figure, Figures
from app.ui.options import Options

ROW, BAR = 44, 14  # pixels of a bar with its words above it


def about_html(assistant: AssistantLike, language: Language, options: Options) -> str:
    """The whole screen."""
    texts = ABOUT[language]
    does = [*texts.does, *([texts.can_check] if assistant.can_check else [])]
    sent = texts.leaves.format(host=assistant.sends_to) if assistant.sends_to else texts.stays
    private = [sent, *texts.private, *([texts.feedback] if options.on_feedback else [])]
    measured = _figures_html(options.figures, texts, language) if options.figures else _lines((texts.unmeasured,), "p")
    return (
        f'<div class="about" tabindex="0" role="region" aria-label="{escape(texts.tab)}">'
        f"<section><h2>{escape(texts.what)}</h2><ul>{_lines(does)}</ul></section>"
        f"<section><h2>{escape(texts.good)}</h2>{measured}</section>"
        f"<section><h2>{escape(texts.limits)}</h2><ul>{_lines(texts.limit)}</ul></section>"
        f"<section><h2>{escape(texts.privacy)}</h2><ul>{_lines(private)}</ul></section></div>"
    )


def _lines(said: Sequence[str], tag: str = "li") -> str:
    return "".join(f"<{tag}>{escape(line)}</{tag}>" for line in said)


def _figures_html(figures: Figures, texts: AboutTexts, language: Language) -> str:
    made, months = figures.made, CHECK[language].months.split()
    day = CHECK[language].date.format(day=made.day, month=months[made.month - 1], year=made.year)
    told = (texts.measured.format(day=day, cases=figures.cases), texts.explained)
    own = dict(figures.systems).get("this program", ())
    shown = [figure for figure in own if figure.name in texts.figures]
    bars = "".join(_bar_svg(figure, number * ROW, texts) for number, figure in enumerate(shown))
    words = "; ".join(_words(figure, texts) for figure in shown)
    return (
        f'{_lines(told, "p")}<figure class="plot"><svg width="100%" height="{ROW * len(shown) + 20}" role="img" '
        f'aria-label="{escape(words)}">{bars}{_scale_svg(ROW * len(shown))}</svg></figure>{_table(figures, texts)}'
    )


def _words(figure: Figure, texts: AboutTexts) -> str:
    count = f" ({texts.bar.format(k=figure.k, n=figure.n)})" if figure.k is not None else ""
    return f"{texts.figures[figure.name]}: {_share(figure.value)}{count}"


def _share(value: float) -> str:
    return f"{value:.0%}"


def _bar_svg(figure: Figure, top: int, texts: AboutTexts) -> str:
    y, middle = top + 20, top + 20 + BAR / 2
    low, high = 100 * figure.low, 100 * figure.high
    return (
        f'<text x="0" y="{top + 14}">{escape(_words(figure, texts))}</text>'
        f'<rect x="0" y="{y}" width="100%" height="{BAR}" class="whole"/>'
        f'<rect x="0" y="{y}" width="{100 * figure.value:.1f}%" height="{BAR}" class="part"/>'
        f'<line x1="{low:.1f}%" x2="{high:.1f}%" y1="{middle}" y2="{middle}" class="interval"/>'
    )


def _scale_svg(top: int) -> str:
    places = ((0, "start"), (50, "middle"), (100, "end"))
    return "".join(f'<text x="{x}%" y="{top + 14}" text-anchor="{anchor}">{x}%</text>' for x, anchor in places)


def _table(figures: Figures, texts: AboutTexts) -> str:
    """The same figures for every system that was measured, with their intervals."""
    heads = "".join(f'<th scope="col">{escape(label)}</th>' for label in texts.figures.values())
    rows = "".join(
        f'<tr><th scope="row">{escape(texts.systems.get(name, name))}</th>'
        + "".join(_cell({figure.name: figure for figure in measured}.get(one), texts) for one in texts.figures)
        + "</tr>"
        for name, measured in figures.systems
    )
    return (
        f'<details><summary>{escape(texts.plot)}</summary><div class="wide" tabindex="0" role="region" '
        f'aria-label="{escape(texts.plot)}"><table><thead><tr><th scope="col">{escape(texts.system)}</th>{heads}</tr>'
        f"</thead><tbody>{rows}</tbody></table></div></details>"
    )


def _cell(figure: Figure | None, texts: AboutTexts) -> str:
    if figure is None:
        return "<td></td>"
    interval = texts.interval.format(low=_share(figure.low), high=_share(figure.high))
    return f"<td><strong>{_share(figure.value)}</strong> <span>({escape(interval)})</span></td>"
