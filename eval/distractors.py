"""Invented Dutch texts about other things, in the manner of questions and answers, to put beside the real ones."""

from __future__ import annotations

import random

SEED = 200

_PLACES = (
    *("het zwembad", "de bibliotheek", "de fietsenstalling", "de muziekschool", "het museum", "de dierentuin"),
    *("de ijsbaan", "het buurthuis", "de milieustraat", "de camping", "de volkstuin", "het theater", "de manege"),
)
_WHO = ("bezoekers", "leden", "gezinnen", "scholieren", "vrijwilligers", "ouderen", "huurders", "deelnemers")
_THINGS = (
    "een abonnement",
    "een pasje",
    "een dagkaart",
    "een kluisje",
    "een plaats",
    "een rondleiding",
    "een vergunning",
)
_ASKED = (
    "Hoe vraag ik {thing} aan bij {place}?",
    "Hoe lang is {thing} van {place} geldig?",
    "Wie mag {place} gebruiken?",
    "Wanneer is {place} open?",
    "Wat kost {thing} bij {place}?",
    "Wie is verantwoordelijk voor {place}?",
)
_SAID = (
    "{Thing} van {place} is {number} maanden geldig en wordt daarna stilzwijgend verlengd.",
    "{Who} van {place} moeten zich iedere {number} weken opnieuw aanmelden bij de balie.",
    "In {year} werd {place} geopend door de gemeente, samen met een vereniging van {who}.",
    "Ongeveer {many} {who} maken ieder jaar gebruik van {place}.",
    "Voor {thing} komen {who} in aanmerking die ten minste {number} jaar in de wijk wonen.",
    "{Place} is op zaterdag geopend van {hour} tot {later} uur, behalve op feestdagen.",
    "De beheerder toetst of {who} de regels van {place} kennen en helpt hen zo nodig verder.",
    "Wie {thing} kwijtraakt, meldt dat binnen {number} dagen en krijgt tegen betaling een nieuw exemplaar.",
    "Een onafhankelijke commissie beoordeelt elk jaar de veiligheid van {place}.",
    "Het bestuur begeleidt {who} die door ziekte of verhuizing tijdelijk niet kunnen komen.",
)


def distractors(count: int, seed: int = SEED) -> dict[str, str]:
    """So many texts by file name; the same for the same seed."""
    lot = random.Random(seed)  # noqa: S311 - lots, not secrets
    return {f"distractor_{number:03d}.txt": _text(lot) for number in range(count)}


def _text(lot: random.Random) -> str:
    place = lot.choice(_PLACES)
    parts = [f"Vragen over {place}"]
    for number, asked in enumerate(lot.sample(_ASKED, 2), 1):
        thing = lot.choice(_THINGS)
        said = [_said(template, place, thing, lot) for template in lot.sample(_SAID, 3)]
        parts.append(f"{number}. {asked.format(place=place, thing=thing)}\n{' '.join(said)}")
    return "\n\n".join(parts) + "\n"


def _said(template: str, place: str, thing: str, lot: random.Random) -> str:
    who, hour = lot.choice(_WHO), lot.randrange(8, 12)
    return template.format(
        place=place,
        Place=place.capitalize(),
        thing=thing,
        Thing=thing.capitalize(),
        who=who,
        Who=who.capitalize(),
        number=lot.randrange(2, 30),
        many=100 * lot.randrange(3, 90),
        year=lot.randrange(1950, 2018),
        hour=hour,
        later=hour + lot.randrange(4, 9),
    )
