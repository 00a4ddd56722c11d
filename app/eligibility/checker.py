"""One engine, three ways in: a conversation, plain values (form, command line, API), and a LangChain tool."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.eligibility.decision import Decision
from app.eligibility.engine import decide
from app.eligibility.facts import Facts, Kind
from app.eligibility.parse import Lexicon, gather, is_case
from app.eligibility.parse_besides import before_the_rest
from app.eligibility.parse_case import asks_anything
from app.eligibility.reading import from_mapping
from app.eligibility.rules import RuleSet
from app.eligibility.wording import INSTRUCTION, sentences
from app.errors import InputError
from app.schema import Language


@dataclass(frozen=True, slots=True)
class Consultation:
    """What the checker says in a conversation: a decision in sentences, or what was told that can't be so."""

    text: str
    decision: Decision | None


@dataclass(frozen=True)
class EligibilityChecker:
    """Decides cases by the rules of one corpus; keeps nothing of them."""

    rules: RuleSet
    lexicon: Lexicon

    @classmethod
    def of(cls, rules: RuleSet) -> EligibilityChecker:
        """A checker for a rule set."""
        return cls(rules, Lexicon.of(rules))

    def kind_of(self, question: str, turns: Sequence[str]) -> Kind | None:
        """Which decision a message asks for in its conversation; None where it isn't about somebody's own case."""
        return is_case(question, turns, self.lexicon)

    def case_in(self, question: str, turns: Sequence[str]) -> str | None:
        """The words of a message that ask for a decision: all of it, or what stands before a question besides."""
        if self.kind_of(question, turns):
            return question
        case = before_the_rest(question)
        return case if case and asks_anything(case.rstrip("?")) and self.kind_of(case, turns) else None

    def check(self, given: object, language: Language = "nl", as_of: date | None = None) -> Decision:
        """Decide from plain values, in the form that `app.eligibility.reading` describes.

        Raises:
            InputError: a value can't be so; the message begins with its path.
        """
        return decide(from_mapping(given, as_of), self.rules, language)

    def consult(self, turns: Sequence[str], as_of: date, language: Language) -> Consultation:
        """Decide what a conversation (the asker's messages, oldest first) tells; impossible facts are named instead."""
        gathered = gather(turns, as_of, self.lexicon, self._asks)
        if gathered.problems:
            return Consultation(" ".join(problem.text(language) for problem in gathered.problems), None)
        try:
            decision = decide(gathered.facts, self.rules, language)
        except InputError as error:  # told over several messages, each of which was possible
            return Consultation(str(error), None)
        said = sentences(decision, language)
        if gathered.instruction:
            said.insert(1, INSTRUCTION[language])
        return Consultation("\n".join(said), decision)

    def _asks(self, facts: Facts) -> str | None:
        """What is asked for with such facts: the first of what would decide."""
        try:
            missing = decide(facts, self.rules).missing
        except InputError:
            return None
        return missing[0].id if missing else None
