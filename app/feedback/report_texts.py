"""The words of the report, in both languages."""

from __future__ import annotations

from app.schema import Language

LABELS: dict[Language, dict[str, str]] = {
    "nl": {
        "title": "Wat bezoekers vragen",
        "period": "Van {first} tot en met {last}: {answers} antwoorden, {refused} weigeringen ({share}).",
        "nothing": "Er is nog niets bewaard.",
        "source": (
            "Geteld zijn alle antwoorden, zonder woorden van bezoekers. Vragen en redenen staan hier alleen van "
            "bezoekers die dat goedvonden; "
            "persoonsgegevens zijn gemaskeerd, maar een naam herkent het programma niet altijd."
        ),
        "outcomes": "Hoe vragen aflopen",
        "outcome": "uitkomst",
        "number": "aantal",
        "languages": "Talen",
        "weeks": "Per week",
        "week": "week",
        "answers": "antwoorden",
        "refused": "geweigerd",
        "asked": "Waar vragen over gaan",
        "asked_about": "De plaatsen in de teksten die het vaakst zijn aangehaald.",
        "place": "plaats",
        "up": "goed",
        "down": "slecht",
        "refusals": "Wat geweigerd is",
        "question": "vraag",
        "nearest": "dichtstbij in de teksten",
        "poor": "Waar antwoorden niet bevallen",
        "reasons": "Wat bezoekers erover zeiden",
        "reason": "reden",
        "draft": "Concept voor corpus/questions.yaml",
        "draft_about": (
            "Plak onder `unanswered:` wat de teksten werkelijk niet zeggen, maak de reden af, en draai `make ingest`. "
            "Staat het antwoord er wel, zet de vraag dan bij het feit dat haar beantwoordt."
        ),
        "none": "Niets.",
        "answered": "beantwoord",
        "not_in_corpus": "staat niet in de teksten",
        "out_of_scope": "gaat hier niet over",
        "clarify": "wedervraag",
        "decision": "toetsing",
        "invalid_input": "onbruikbaar",
    },
    "en": {
        "title": "What visitors ask",
        "period": "From {first} to {last}: {answers} answers, {refused} of them refusals ({share}).",
        "nothing": "Nothing has been kept yet.",
        "source": (
            "All answers are counted, without words of visitors. Questions and reasons are from visitors who agreed; "
            "personal data are masked, but not every name is recognised."
        ),
        "outcomes": "How questions end",
        "outcome": "outcome",
        "number": "number",
        "languages": "Languages",
        "weeks": "By week",
        "week": "week",
        "answers": "answers",
        "refused": "refused",
        "asked": "What questions are about",
        "asked_about": "The places of the texts that were cited most often.",
        "place": "place",
        "up": "good",
        "down": "poor",
        "refusals": "What was refused",
        "question": "question",
        "nearest": "nearest in the texts",
        "poor": "Where answers don't please",
        "reasons": "What visitors said of it",
        "reason": "reason",
        "draft": "Draft for corpus/questions.yaml",
        "draft_about": (
            "Paste under `unanswered:` what the texts really don't say, complete the reason, and run `make ingest`. "
            "If the answer does stand there, add the question to the fact that answers it."
        ),
        "none": "Nothing.",
        "answered": "answered",
        "not_in_corpus": "not in the texts",
        "out_of_scope": "not about this",
        "clarify": "asked back",
        "decision": "eligibility",
        "invalid_input": "unusable",
    },
}
