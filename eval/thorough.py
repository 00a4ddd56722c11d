"""The sections of a report that take minutes: altered questions, altered texts, mutants of the answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.chain import Assistant
from app.settings import Settings
from eval import faithfulness, mutants, robustness
from eval.caching import CachedEmbeddings
from eval.cases import Case
from eval.report import Section

Tell = Callable[[str], None]


def sections(
    assistant: Assistant, cases: Sequence[Case], settings: Settings, embeddings: CachedEmbeddings, tell: Tell
) -> list[Section]:
    """All three; `tell` is told what is being done.

    Raises:
        CmiError: an altered corpus can't be built.
    """
    corpus = assistant.corpus
    plain = [case for case in cases if case.kind != "eligibility"]
    evidence = [fact.evidence for fact in corpus.facts] + [quotes for case in plain for quotes in case.evidence]
    tell("mutants")
    falsified = mutants.measure(corpus, evidence)
    tell("altered questions")
    put_otherwise = robustness.measure(assistant, plain)
    probe = faithfulness.Probe.of(assistant, plain, settings, embeddings)
    followed = faithfulness.measure(probe, tell)
    return [
        Section(
            "Altered questions", "Each question put otherwise; a line for every answer that changed.", *put_otherwise
        ),
        Section(
            "Altered texts",
            "Copies of the texts with something changed; a line for every answer that didn't follow.",
            *followed,
        ),
        Section("Mutants", "True statements with one word made false, which the gate must reject.", *falsified),
    ]
