"""Do the answers come from the texts? Altered copies of the corpus tell: the answers must change with them.

    other numbers, years, names   -> the answer says the new ones, and none of the old
    a gold sentence deleted       -> a refusal, or at least nothing that says it
    200 unrelated texts beside    -> the same answers

Sentences are changed all at once and deleted in bundles, far fewer builds than one for each; every case is judged by
its own sentences. Only cases count that come out right on the corpus as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.chain import Assistant
from app.corpus import Corpus
from app.folding import folded
from app.schema import Answer, Span, Unit
from app.settings import Settings
from eval.altered import Rewrite, beside, opened, other_names, other_numbers, other_years, rewritten, without
from eval.caching import CachedEmbeddings
from eval.cases import Case
from eval.distractors import distractors
from eval.figures import Row, share_of
from eval.metrics import cites, is_refused, is_right, nugget_recall
from eval.robustness import ask, is_same

BUNDLES = 12
"""Builds for the deletions: every twelfth sentence goes at once, so that neighbours stay."""

DISTRACTORS = 200


@dataclass(frozen=True)
class Probe:
    """The corpus as it is, and the cases that come out right on it, with their answers."""

    settings: Settings
    embeddings: CachedEmbeddings
    corpus: Corpus
    cases: Sequence[Case]
    answers: dict[str, Answer]
    all_cases: Sequence[Case]
    all_answers: dict[str, Answer]

    @classmethod
    def of(cls, assistant: Assistant, cases: Sequence[Case], settings: Settings, embeddings: CachedEmbeddings) -> Probe:
        """Ask every case once."""
        answers = {case.id: ask(assistant, case) for case in cases}
        right = [case for case in cases if case.answerable and is_right(case, answers[case.id])]
        kept = {case.id: answers[case.id] for case in right}
        return cls(settings, embeddings, assistant.corpus, right, kept, cases, answers)

    def cited_gold(self, case: Case) -> tuple[Span, ...]:
        """The alternative that the answer cites."""
        return next(quotes for quotes in case.evidence if cites(self.answers[case.id], quotes))


def measure(probe: Probe, progress: Callable[[str], None] = lambda _: None) -> tuple[list[Row], list[str]]:
    """All three: figures, and a line per failure."""
    rows: list[Row] = []
    failed: list[str] = []
    edits = {"numbers": other_numbers, "years": other_years, "names": other_names(probe.corpus)}
    for name, rewrite in edits.items():
        progress(f"other {name}")
        found = follows(probe, rewrite)
        rows.append(share_of(f"other {name}: the answer follows", [ok for ok, _ in found]))
        failed += [f"other {name} | {line}" for ok, line in found if not ok]
    progress("deleted sentences")
    deleted = deletions(probe, progress)
    rows.append(share_of("sentence deleted: refused", [refused for refused, _, _ in deleted]))
    rows.append(share_of("sentence deleted: refused, or nothing said of it", [silent for _, silent, _ in deleted]))
    failed += [f"deleted | {line}" for _, silent, line in deleted if not silent]
    progress("texts beside")
    same = undisturbed(probe)
    rows.append(share_of(f"{DISTRACTORS} texts beside: same answer", [ok for ok, _ in same]))
    return rows, failed + [f"texts beside | {line}" for ok, line in same if not ok]


def follows(probe: Probe, rewrite: Rewrite) -> list[tuple[bool, str]]:
    """For every case whose gold the rewriting changes: whether the new answer quotes the new gold and not the old."""
    source = probe.settings.corpus_dir
    found = []
    with opened(lambda folder: rewritten(source, folder, rewrite), probe.settings, probe.embeddings) as assistant:
        for case in probe.cases:
            changed = [
                (old, new)
                for old in (probe.corpus.text(span) for span in probe.cited_gold(case))
                if (new := rewrite(old)) != old
            ]
            if changed:
                answer = ask(assistant, case)
                quoted = folded(" ".join(citation.quote for citation in answer.citations))
                ok = all(folded(new) in quoted and folded(old) not in quoted for old, new in changed)
                found.append((ok, _line(case, answer)))
    return found


def deletions(probe: Probe, progress: Callable[[str], None] = lambda _: None) -> list[tuple[bool, bool, str]]:
    """Per case and bundle that takes a needed sentence from every alternative: refused? silent? and a line to read."""
    found = []
    for bundle in range(BUNDLES):
        gone = [unit for n, unit in enumerate(_sentences(probe.corpus)) if n % BUNDLES == bundle]
        hit = [case for case in probe.cases if all(_loses(quotes, gone) for quotes in case.evidence)]
        if not hit:
            continue
        progress(f"deleted sentences {bundle + 1}/{BUNDLES}")
        spans = [Span(unit.document, unit.start, unit.end) for unit in gone]
        make = partial(_without, probe, spans)
        with opened(make, probe.settings, probe.embeddings) as assistant:
            for case in hit:
                answer = ask(assistant, case)
                refused = is_refused(answer)
                says_it = bool(case.nuggets) and nugget_recall(case, answer) == 1.0
                found.append((refused, refused or not says_it, _line(case, answer)))
    return found


def undisturbed(probe: Probe) -> list[tuple[bool, str]]:
    """For every case: whether its answer is the same with unrelated texts beside the real ones."""
    texts = distractors(DISTRACTORS)
    make: Callable[[Path], None] = partial(beside, probe.settings.corpus_dir, texts=texts)
    found = []
    with opened(make, probe.settings, probe.embeddings) as assistant:
        for case in probe.all_cases:
            answer = ask(assistant, case)
            found.append((is_same(probe.all_answers[case.id], answer), _line(case, answer)))
    return found


def _without(probe: Probe, spans: Sequence[Span], folder: Path) -> None:
    without(probe.settings.corpus_dir, folder, probe.corpus, spans)


def _sentences(corpus: Corpus) -> list[Unit]:
    return [unit for unit in corpus.units if unit.kind != "heading"]


def _loses(quotes: Sequence[Span], gone: Sequence[Unit]) -> bool:
    """Whether one of these places lies in a sentence that goes, for the most part."""
    return any(
        gold.document == unit.document
        and 2 * (min(gold.end, unit.end) - max(gold.start, unit.start)) > gold.end - gold.start
        for gold in quotes
        for unit in gone
    )


def _line(case: Case, answer: Answer) -> str:
    return f"{case.id} | {case.question} | {answer.outcome} | {' '.join(answer.text.split())}"
