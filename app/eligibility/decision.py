"""The Decision as every way out shows it (contract), and the receipt that proves from what it was made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from app.eligibility.facts import Facts, Kind, to_dict
from app.eligibility.logic import Reason, Status
from app.eligibility.rules import RuleSet

Verdict = Literal["eligible", "not_yet", "not_eligible", "due", "unknown"]


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion: its status, in words, with its quote; `reason` only where it is unknown."""

    id: str
    status: Status
    explanation: str
    citation: Mapping[str, Any]
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that would decide: its path in the facts, why it doesn't now, and the question to ask."""

    id: str
    reason: Reason
    text: str


@dataclass(frozen=True, slots=True)
class ReservationNote:
    """What the texts leave open in this case, or what else must be said with the verdict."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome of one case. The same facts, rules and texts give the same bytes."""

    kind: Kind
    verdict: Verdict
    as_of: date
    criteria: tuple[CriterionResult, ...]
    missing: tuple[MissingFact, ...]
    earliest_date: date | None
    valid_until: date | None
    reservations: tuple[ReservationNote, ...]
    facts: Facts
    rules_version: str
    corpus_sha256: str
    receipt: str

    def as_dict(self) -> dict[str, Any]:
        """The decision as the contract's JSON value, keys in its order."""
        return {
            "kind": self.kind,
            "verdict": self.verdict,
            "as_of": self.as_of.isoformat(),
            "criteria": [_criterion(result) for result in self.criteria],
            "missing": [{"id": fact.id, "reason": fact.reason, "text": fact.text} for fact in self.missing],
            "earliest_date": _iso(self.earliest_date),
            "valid_until": _iso(self.valid_until),
            "reservations": [{"id": note.id, "text": note.text} for note in self.reservations],
            "facts": to_dict(self.facts),
            "rules": {"version": self.rules_version, "corpus_sha256": self.corpus_sha256},
            "receipt": self.receipt,
        }

    def as_bytes(self) -> bytes:
        """The decision as JSON in UTF-8: what is compared, stored and sent."""
        return json.dumps(self.as_dict(), ensure_ascii=False, separators=(",", ":")).encode()


def receipt(facts: Facts, rules: RuleSet) -> str:
    """A hash of all that a decision depends on: the rules, the texts, the facts, the day."""
    made_of = {
        "rules": rules.sha256,
        "corpus": rules.corpus_sha256,
        "facts": to_dict(facts),
        "as_of": facts.as_of.isoformat(),
    }
    canonical = json.dumps(made_of, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()


def _criterion(result: CriterionResult) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": result.id,
        "status": result.status,
        "explanation": result.explanation,
        "citation": dict(result.citation),
    }
    if result.reason is not None:
        shown["reason"] = result.reason
    return shown


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
