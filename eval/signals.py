"""What the assistant weighs before it answers, read from its parts: the signals and the margin of one question."""

from __future__ import annotations

from dataclasses import replace

from app.answerability import features
from app.chain import Assistant
from eval.cases import Case


def standalone(assistant: Assistant, case: Case) -> str:
    """The case's last turn as the chain asks it: a follow-up made whole."""
    return assistant.follow_ups.resolve(list(case.turns)) or case.question


def signals(assistant: Assistant, question: str, after: str | None = None) -> tuple[float, ...]:
    """The signals of app.answerability, in the order of its FEATURES; `after` is what a follow-up follows."""
    found = assistant.retriever.retrieve(question, after=after)
    composer = assistant.composer
    return features(question, found.scores.tolist(), composer.evidence, composer.vocabulary)


def margin(assistant: Assistant, case: Case) -> float:
    """How far a case is on the answerable side; below 0 it is refused."""
    whole = standalone(assistant, case)
    after = assistant.follow_ups.subject_of(case.turns[:-1]) if whole != case.question else None
    return assistant.composer.weights.margin(signals(assistant, whole, after))


def never_refusing(assistant: Assistant) -> Assistant:
    """The assistant without its threshold: it answers with the best it has, whatever the question."""
    open_to_all = replace(assistant.composer.weights, threshold=-1e9)
    return replace(assistant, composer=replace(assistant.composer, weights=open_to_all))
