"""Language -> Facts, in Dutch and English, deterministic and without a model.

    question ──is_case──> apply, use_title, recertify, or None: not about anybody's own case
    message ──parse──> Told: facts, corrections, answers, another day, what can't be so
    conversation ──gather──> Facts, for the engine

    parse_words     comparable text, numbers            parse_work          stretches of work
    parse_amounts   "ruim drie jaar"                    parse_certificate   the certificate
    parse_dates     "half 2024", "drie jaar geleden"    parse_message       one message
    parse_clauses   whose is it, what is no fact        parse_case          a case, or a question about a rule?
    parse_roles     roles, known or as named            parse_gather        a conversation

What is vague becomes an interval, what is said of somebody or something else is not told, and what isn't understood is
left out: a missing fact is asked for, a wrong one would decide. What dateutil is used for stands in parse_dates.
"""

from __future__ import annotations

from app.eligibility.parse_case import is_case
from app.eligibility.parse_gather import Asks, Gathered, gather
from app.eligibility.parse_message import parse
from app.eligibility.parse_told import Lexicon, Problem, Told

__all__ = ["Asks", "Gathered", "Lexicon", "Problem", "Told", "gather", "is_case", "parse"]
