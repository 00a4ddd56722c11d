"""Clauses that name work and a time but tell of no work done: denied, wished for, agreed upon, or over that long ago.

"Vier jaar niet als loopbaancoach gewerkt", "ik zou vier jaar werken", "een contract voor vier jaar": the time is asked about.
"""

from __future__ import annotations

import re

_NOT_DONE = re.compile(
    r"\b(?:niet|nooit)(?: (?:meer|langer|eerder|echt|zelf|meer echt))* (?:als|in de|in het|in dit|actief|werkzaam|aan het werk)\b|"
    r"\b(?:not|n't|never|no longer)(?: \w+)? (?:been|worked|working|work|done|doing|practised|practiced)\b|"
    r"n't (?:been|worked|done|practised|practiced)\b"
)
_ONLY_MEANT = re.compile(
    r"\b(?:was|had|werkte) (?:ik|hij|zij|ze) maar\b|\bif only\b|\b(?:ik|hij|zij|ze) (?:zou|zouden|wou|wilde)\b(?=[^.?!;,]*\b(?:werken|gaan|beginnen|starten|worden|doen|blijven)\b)(?![^.?!;,]*\b(?:weten|vragen)\b)|\b(?:willen|moeten|kunnen|mogen) (?:werken|worden|zijn|doen)\b|"
    r"\b(?:was|were|am|is) (?:supposed|meant|due|hoping|hired|contracted|planning) to\b|\b(?:hoped|wanted|intended|planned|agreed|meant) to\b|"
    r"\b(?:contract|aanstelling|dienstverband|overeenkomst|opdracht) (?:voor|van|for|of)(?: de duur van)? (?!\d{1,2}[ /-]\w+[ /-]\d{4})(?=[^.?!;,]{0,12}\b(?:jaar|jaren|maanden|years?|months?)\b)"
)
_OVER = re.compile(
    r"\bsince (?:i|she|he) (?:was|left|stopped|last|quit|retired)\b|\bsinds ik (?:stopte|gestopt|weg|geen)\b"
)


def tells_of_no_work(text: str) -> bool:
    """Whether the times of a clause about work are of none that was done."""
    return any(pattern.search(text) for pattern in (_NOT_DONE, _ONLY_MEANT, _OVER))
