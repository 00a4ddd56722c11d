"""Facts + RuleSet -> Decision, deterministic: a verdict is definite only where it holds for all that may be so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from app.eligibility.certificate import weigh_certificate, weigh_renewal, weigh_validity
from app.eligibility.checking import check
from app.eligibility.decision import CriterionResult, Decision, MissingFact, ReservationNote, Verdict, receipt
from app.eligibility.experience import weigh_experience, weigh_field
from app.eligibility.facts import Facts, Kind
from app.eligibility.logic import Finding, Status, Unsure, every
from app.eligibility.rules import Criterion, RuleSet
from app.eligibility.rules_file import CriterionId, ReservationId
from app.schema import Language

CRITERIA: Mapping[Kind, tuple[CriterionId, CriterionId]] = {
    "apply": ("experience", "field"),
    "use_title": ("certificate", "validity"),
    "recertify": ("certificate", "renewal"),
}
"""Which criteria each kind of question turns on, in the order they are shown."""


_SAID = re.compile(r"\{(?:role|said)\}")
"""Where a question repeats the asker's words."""


def decide(facts: Facts, rules: RuleSet, language: Language = "nl") -> Decision:
    """Decide one case.

    Args:
        facts: what was told.
        rules: the rules, bound to the texts they quote.
        language: of the explanations; quotes stay as they are.

    Raises:
        InputError: the facts can't be so (end before start, in the future, …); the message begins with their path.
    """
    check(facts, rules)
    findings = _findings(facts, rules)
    verdict = verdict_of(facts.kind, {name: finding.status for name, finding in findings.items()})
    main = findings[CRITERIA[facts.kind][1] if facts.kind != "apply" else "experience"]
    return Decision(
        kind=facts.kind,
        verdict=verdict,
        as_of=facts.as_of,
        criteria=tuple(
            _result(number, rules.criteria[name], finding, rules, language)
            for number, (name, finding) in enumerate(findings.items(), start=1)
        ),
        missing=_missing(findings, rules, language),
        earliest_date=main.day if facts.kind == "apply" and verdict == "not_yet" else None,
        valid_until=main.day if facts.kind != "apply" and verdict in ("eligible", "not_yet") else None,
        reservations=tuple(_reservations(facts, findings, verdict, rules, language)),
        facts=facts,
        rules_version=rules.version,
        corpus_sha256=rules.corpus_sha256,
        receipt=receipt(facts, rules),
    )


def verdict_of(kind: Kind, statuses: Mapping[CriterionId, Status]) -> Verdict:
    """The verdict that the statuses of its criteria come to."""
    if kind == "recertify":
        if statuses["certificate"] != "met":
            return "not_eligible" if statuses["certificate"] == "not_met" else "unknown"
        renewal: dict[Status, Verdict] = {"met": "due", "not_met": "not_yet", "unknown": "unknown"}
        return renewal[statuses["renewal"]]
    together = every(statuses[name] for name in CRITERIA[kind])
    if together == "not_met":
        return "not_yet" if kind == "apply" else "not_eligible"
    return "eligible" if together == "met" else "unknown"


def _findings(facts: Facts, rules: RuleSet) -> dict[CriterionId, Finding]:
    found = _weighed(facts, rules)
    return {name: _unsettled(finding, facts.unread[0]) for name, finding in found.items()} if facts.unread else found


def _unsettled(finding: Finding, said: str) -> Finding:
    """Nothing is definite beside words that weren't understood."""
    if finding.status == "unknown":
        return finding
    return Finding("unknown", "input_ambiguous", (Unsure("unread", "input_ambiguous", "unread", said),), finding.notes)


def _weighed(facts: Facts, rules: RuleSet) -> dict[CriterionId, Finding]:
    if facts.kind == "apply":
        return {"experience": weigh_experience(facts, rules), "field": weigh_field(facts, rules)}
    if facts.kind == "use_title":
        return {"certificate": weigh_certificate(facts), "validity": weigh_validity(facts, rules)}
    return {"certificate": weigh_certificate(facts), "renewal": weigh_renewal(facts, rules)}


def _result(number: int, criterion: Criterion, finding: Finding, rules: RuleSet, language: Language) -> CriterionResult:
    explanation = criterion.explanation.text(language)
    for name, value in rules.parameters.items():
        explanation = explanation.replace(f"{{{name}}}", str(value))
    return CriterionResult(
        id=criterion.id,
        status=finding.status,
        explanation=f"{explanation} {criterion.outcomes[finding.status].text(language)}",
        citation=criterion.citation(number),
        reason=finding.reason,
    )


def _missing(findings: Mapping[CriterionId, Finding], rules: RuleSet, language: Language) -> tuple[MissingFact, ...]:
    """What would decide, each once; a definite verdict leaves no criterion with anything missing."""
    doubts = {doubt.path: doubt for finding in findings.values() for doubt in finding.missing}
    return tuple(
        MissingFact(doubt.path, doubt.reason, _asked(rules.questions[doubt.question].text(language), doubt.said))
        for doubt in doubts.values()
        if doubt.question
    )


def _asked(question: str, said: str) -> str:
    return _SAID.sub(lambda _: said, question)


def _reservations(
    facts: Facts, findings: Mapping[CriterionId, Finding], verdict: Verdict, rules: RuleSet, language: Language
) -> Iterator[ReservationNote]:
    """What must be said with the verdict, in the order of rules.yaml."""
    wanted: set[ReservationId] = {"source"}
    for finding in findings.values():
        wanted |= finding.notes
    if facts.hypothetical:
        wanted.add("hypothetical")
    if facts.as_of < rules.valid_from:
        wanted.add("undated")
    if facts.kind == "apply" and verdict == "eligible":
        wanted.add("only-mentioned")
    notice = _superseded(facts.as_of, findings, rules, language)
    if notice:
        wanted.add("superseded")
    for name, words in rules.reservations.items():
        if name in wanted:
            yield ReservationNote(name, notice if name == "superseded" else words.text(language))


def _superseded(as_of: date, findings: Mapping[CriterionId, Finding], rules: RuleSet, language: Language) -> str:
    """What the operator says of the quoted texts on that day; the rules' own words where only they have ended."""
    quoted = {rules.criteria[name].document for name in findings}
    notices = [
        entry.notice.text(language) for entry in rules.superseded if entry.document in quoted and as_of >= entry.since
    ]
    if not notices and rules.valid_to is not None and as_of > rules.valid_to:
        notices = [rules.reservations["superseded"].text(language)]
    return " ".join(dict.fromkeys(notices))
