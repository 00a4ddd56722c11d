"""Which other person a follow-up names: "En Peter?", "And my colleague Anouk? Hers is from 2021"."""

from __future__ import annotations

import re

from app.eligibility.parse_clauses import PERSON
from app.eligibility.parse_words import Message, is_english

_NAMED = re.compile(
    rf"^\W*(?:(?:oke|ok|mooi|top|fijn|prima|super|great|good|nice|perfect|helder|duidelijk|dank je|dank u|dankjewel|bedankt|thanks|thank you|en|and|maar|but|wat|or|of|dan|nu|what|how)\b\W*)+(?:about |(?:hoe zit|hoe staat|is) het (?:dan |nu )?(?:met|voor) |(?:zit|staat|is) het (?:dan |nu )?(?:met|voor) |(?:met|voor|for|with) )?"
    rf"(?:(?:mijn|m'n|mn|onze|ons|my|our|the|de) (?:[\w-]+ )?(?:{PERSON}) )?(?P<name>[^\W\d_]+(?:-[^\W\d_]+)?)(?: (?:dan|then|now|nu))?\W*"
    r"(?:\?|,(?= (?:die|zij|hij|ze|she|he|who)\b)|(?=(?:,|-|:) )|$)"
)
_AFTER_RELATION = re.compile(
    rf"(?P<who>\b(?:mijn|m'n|mn|onze|my|our) (?:[\w-]+ )?(?:{PERSON})),? (?P<name>[^\W\d_]+)\b,?"
)
_NO_NAME = frozenset(
    "ik jij zij hij nu dan nee ja toch goed fijn oke dank hallo sorry ok i she he you it that yes no now then thanks jawel inmiddels wat wanneer hoe when what how".split()
)


_ASKED_OF = re.compile(
    r"\b(?:of|if|whether|mag|kan|moet|komt|voldoet|zou|is|heeft|mocht|can|may|must|should|does|has|could) (?P<who>(?:(?:mevrouw|meneer|mijnheer|mevr|dhr|mw|mr|mrs|ms)\.? )?(?P<name>[^\W\d_]+(?:-[^\W\d_]+)?))(?: (?:van|uit|bij|from|of|in) (?:ons|onze|mijn|het|de|our|my|the) \w+)?\b"
    r"(?= (?:(?:dan|ook|nu|al|nog|zich|zichzelf|het|de|een|dat|in|aan|mag|kan|moet|komt|voldoet|can|may|must|is|then|also|still|already|now|call|use|apply|the|have|has|be)\b|[^.!?]*\?))"
)


def with_pronoun(message: Message) -> str:
    """The comparable text with "hij" for a name of which it is asked what that person may, and none after "collega"."""
    name = named_person(message)
    if not name:
        return _AFTER_RELATION.sub(
            lambda match: match["who"] if _is_written_as_name(message, match) else match.group(), message.low
        )
    asked = next((match for match in _ASKED_OF.finditer(message.low) if match["name"] == name), None)
    if asked is None:
        return message.low
    english = asked.group().split()[0] in ("can", "may", "must", "should", "does", "has", "could") or is_english(
        message.low
    )
    return message.low[: asked.start("who")] + ("he" if english else "hij") + message.low[asked.end() :]


def named_person(message: Message) -> str:
    """The name, in small letters, of the person whom a message is about; "" where it names none.

    Only where a follow-up opens with it, or where it is asked what that person may: "Mag Petra zich aanmelden?".
    """
    for match in (_NAMED.match(message.low), *_ASKED_OF.finditer(message.low)):
        if match is None or match["name"] in _NO_NAME:
            continue
        if _is_written_as_name(message, match):
            return match["name"]
    return ""


def _is_written_as_name(message: Message, match: re.Match[str]) -> bool:
    written = message.said(match.start("name"), match.end("name"))
    return written[:1].isupper() and written[1:].islower() and len(written) > 1
