"""A case with a general question behind it: "..., mag ik, en wat is het daarna waard?" is a case, and a question besides."""

from __future__ import annotations

import re

_BESIDES = re.compile(
    r"[,;.?]\s+(?:en|and)\s+(?=(?:wat|hoe|waar\w*|welke?|wie|wanneer|what|how|where|which|who|when|why)\b)",
    re.IGNORECASE,
)
_OF_THE_CASE = re.compile(r"\b(?:ik|me|mij|mijn|m'n|hij|hem|zij|ze|haar|zijn|i|my|he|him|his|she|her)\b", re.IGNORECASE)


def before_the_rest(message: str) -> str | None:
    """The message as far as its last question, where that is about nobody; None where there is no such question."""
    parts = _BESIDES.split(message)
    if len(parts) < 2 or _OF_THE_CASE.search(parts[-1]):
        return None
    return (
        message[: len(message) - len(parts[-1])]
        .rstrip(" ,;.?")
        .removesuffix(" en")
        .removesuffix(" and")
        .rstrip(" ,;.?")
        + "?"
    )
