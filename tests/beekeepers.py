"""An invented society of beekeepers: three short texts with all that a corpus folder may hold, and what is asked of them.

Nothing here is true of CMI, so an answer about bees can only have come from these files.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

NBSP = "\u00a0"

MARK_TITLE = "Wat levert het keurmerk Erkend Imker op?"
COUNT = "In ons land houden ongeveer 15.000 imkers bijen."
TESTED = (
    f"De vereniging Honingraat toetst{NBSP}hun vakkennis m.b.t ziekten, o.a. vuilbroed, volgens de norm BIJ/EU 301."
)
TITLE_EARNED = "Wie slaagt, mag de titel Erkend Imker (EI) voeren."
EXPERIENCE = "Voor het keurmerk komt een imker in aanmerking met ten minste 4 jaar ervaring met eigen volken."
VALIDITY = "Het keurmerk is geldig voor vijf jaar."
TASKS_LEAD_IN = "De taken van een erkend imker zijn:"
TASKS = ("zwermen scheppen", "honing slingeren", "oude raten vernieuwen")
FOUNDED = "De vereniging werd in 1987 opgericht door dhr. J. de Vries."
MERGED = "In 2003 ging zij samen met de Bond van Korfvlechters."
BLACK = "Onder de zwarte bij verstaat de vereniging het inheemse ras, dat zuinig is met zijn voorraad."
CARNICA = "Onder carnica verstaat de vereniging het ras uit de bergen, dat zacht van aard is."
HOURS = "De bijenstal is open op zaterdag van 10.00 tot 16.00 uur."

MARK = f"""{MARK_TITLE}

{COUNT} {TESTED} {TITLE_EARNED}
{EXPERIENCE} {VALIDITY}

2. Wat doet een erkend imker?
{TASKS_LEAD_IN}

 • {TASKS[0]}
 • {TASKS[1]}
 • {TASKS[2]}

3. Waar komt de vereniging vandaan?
{FOUNDED} {MERGED}
"""

BREEDS = f"""Rassen

De vereniging onderscheidt twee rassen.

Zwarte bij
{BLACK}

{NBSP}

Carnica
{CARNICA}
"""

VISIT = f"""# Bezoek aan de bijenstal

## Openingstijden

{HOURS}

## Kleding

Draag lichte kleding zonder wol.
"""

TEXTS = {"texts/keurmerk.txt": MARK, "texts/rassen.txt": BREEDS, "texts/bezoek.md": VISIT}

NOTICE_NL = "Historische tekst van Honingraat; zie bijen.example."
NOTICE_EN = "Historical text of Honingraat; see bijen.example."

MANIFEST = """# What is known of each text; an expert's own remark.
documents:
  - id: mark
    file: texts/keurmerk.txt
    title: Wat levert het keurmerk Erkend Imker op?
    publisher: Vereniging Honingraat
    date_note: ongedateerd  # seen in 2021
    status: superseded
    since: 2020-01-01
    notice: &moved
      nl: Historische tekst van Honingraat; zie bijen.example.
      en: Historical text of Honingraat; see bijen.example.
      link: https://bijen.example
    sha256: {mark}
  - id: breeds
    file: texts/rassen.txt
    title: Rassen
    notice: *moved
    sha256: {breeds}
  - id: visit
    file: texts/bezoek.md
    title: Bezoek aan de bijenstal
    sha256: {visit}
"""

Q_COUNT = "Hoeveel imkers houden er bijen in ons land?"
Q_EXPERIENCE = "Hoeveel jaar ervaring heb ik nodig voor het keurmerk?"
Q_VALIDITY = "Hoe lang is het keurmerk geldig?"
Q_VALIDITY_EN = "How long does the quality mark remain valid after the test?"
Q_TASKS = "Welke taken heeft een erkend imker?"
Q_BREEDS = "Wat is het verschil tussen de zwarte bij en carnica?"
Q_BLACK = "Wat is de zwarte bij?"
Q_CARNICA = "Wat is carnica?"
Q_ORIGIN = "Hoe is de vereniging ontstaan?"
Q_HOURS = "Wanneer is de bijenstal open voor bezoek?"
Q_COSTS = "Wat kost een toets bij de vereniging?"
Q_WEATHER = "Gaat het morgen regenen in Parijs?"
Q_GREETING = "Hallo, goedemorgen!"

WHY_NOT_COSTS = "De teksten noemen geen prijs."
WHY_NOT_COSTS_EN = "The texts name no price."
WHY_NOT_WEATHER = "Over het weer gaan deze teksten niet."
GREETING = "Goedendag! Waarmee kan ik u helpen?"

QUESTIONS = f"""facts:
  - id: count
    evidence: [{{quote: "{COUNT}"}}]
    questions: ["{Q_COUNT}", "aantal imkers in ons land", "Zijn er veel imkers die bijen houden?"]
    questions_en: ["How many beekeepers keep bees in this country?"]
  - id: experience
    evidence: [{{quote: "{EXPERIENCE}"}}]
    questions: ["{Q_EXPERIENCE}", "ervaring met eigen volken voor keurmerk", "Wanneer kom ik voor het keurmerk in aanmerking?"]
    questions_en: ["How many years of experience do I need for the quality mark?"]
  - id: validity
    evidence: [{{quote: "{VALIDITY}"}}]
    questions: ["{Q_VALIDITY}", "geldigheid keurmerk", "Na hoeveel tijd verloopt het keurmerk?"]
    questions_en: ["{Q_VALIDITY_EN}"]
  - id: tasks
    kind: list
    evidence: [{{quote: "{TASKS_LEAD_IN}"}}, {{quote: "{TASKS[0]}"}}, {{quote: "{TASKS[1]}"}}, {{quote: "{TASKS[2]}"}}]
    questions: ["{Q_TASKS}", "takenlijst erkend imker", "Wat doet een erkend imker zoal?"]
    questions_en: ["What are the tasks of a certified beekeeper?"]
  - id: breeds
    kind: comparison
    evidence: [{{quote: "{BLACK}"}}, {{quote: "{CARNICA}"}}]
    questions: ["{Q_BREEDS}", "zwarte bij versus carnica", "Waarin verschillen de twee rassen?"]
    questions_en: ["What is the difference between the black bee and carnica?"]
  - id: black-bee
    evidence: [{{quote: "{BLACK}"}}]
    questions: ["{Q_BLACK}", "Wat verstaat de vereniging onder de zwarte bij?", "definitie van de zwarte bij"]
  - id: carnica
    evidence: [{{quote: "{CARNICA}"}}]
    questions: ["{Q_CARNICA}", "Wat verstaat de vereniging onder carnica?", "definitie van carnica"]
  - id: origin
    kind: history
    evidence: [{{quote: "{FOUNDED}"}}, {{quote: "{MERGED}"}}]
    questions: ["{Q_ORIGIN}", "geschiedenis van de vereniging", "Wie heeft de vereniging opgericht en wanneer?"]
  - id: hours
    evidence: [{{quote: "{HOURS}", document: visit, section: Openingstijden}}]
    questions: ["{Q_HOURS}", "openingstijden bijenstal", "Op welke dag kan ik de bijenstal bezoeken?"]
unanswered:
  - id: costs
    kind: near
    reason: {{nl: "{WHY_NOT_COSTS}", en: "{WHY_NOT_COSTS_EN}"}}
    nearby: [experience]
    questions: ["{Q_COSTS}", "prijs van de toets", "Hoe duur is de toets en wie betaalt die?"]
    questions_en: ["What is the price of taking the exam?"]
  - id: weather
    kind: off_topic
    reason: {{nl: "{WHY_NOT_WEATHER}", en: "These texts are not about the weather."}}
    questions: ["{Q_WEATHER}", "weerbericht voor het weekend", "Wie won de voetbalwedstrijd van gisteren?"]
  - id: greeting
    kind: small_talk
    reason: {{nl: "{GREETING}", en: "Good day! How can I help you?"}}
    questions: ["{Q_GREETING}", "hoi", "Goedendag, hoe gaat het met je?"]
"""

GLOSSARY = """terms:
  - canonical: erkend imker
    variants: [EI, certified beekeeper]
  - canonical: zwarte bij
    variants: [zwarte bijen, black bee]
  - canonical: carnica
    variants: [karnica]
  - canonical: keurmerk
    variants: [keur merk]
"""


def sha256(text: str) -> str:
    """The hash that the manifest holds for a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def manifest() -> str:
    """manifest.yaml with the hashes of the three texts."""
    return MANIFEST.format(mark=sha256(MARK), breeds=sha256(BREEDS), visit=sha256(VISIT))


def write_text(path: Path, content: str) -> Path:
    """Write one file as UTF-8, line ends as given, with the folders it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode())
    return path


def write_corpus(folder: Path) -> Path:
    """Write the whole corpus folder."""
    for name, content in TEXTS.items():
        write_text(folder / name, content)
    write_text(folder / "manifest.yaml", manifest())
    write_text(folder / "questions.yaml", QUESTIONS)
    write_text(folder / "glossary.yaml", GLOSSARY)
    return folder
