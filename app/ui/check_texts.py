"""Every sentence of the eligibility form and of a decision, in both languages.

None states a rule: explanations, questions and reservations come with the decision, from rules.yaml. Dutch at level B1.
`{…}` is filled by the code that shows the sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.schema import Language

KINDS = ("apply", "use_title", "recertify")
COLUMNS = ("start", "end", "role")
FIELDS = (*COLUMNS, "career_advice", "circumstances", "interruption")
"""What is asked of a period, by the name that it has in the facts: the columns, and what stands below them."""


@dataclass(frozen=True, slots=True)
class CheckTexts:
    """The sentences of one language. Mappings have the keys of the Decision."""

    chat_tab: str
    tab: str
    intro: str
    kind: str
    kinds: Mapping[str, str]
    periods: str
    periods_hint: str
    row: str
    columns: Mapping[str, str]
    places: Mapping[str, str]
    advice_choices: Mapping[str, str]
    circumstances: Mapping[str, str]
    add_row: str
    remove_row: str
    certificate: str
    certificate_hint: str
    none: str
    as_of: str
    as_of_hint: str
    today: str
    check: str
    outcome: str
    before: str
    checking: str
    verdicts: Mapping[str, str]
    basis: str
    earliest: str
    no_earliest: str
    valid_until: str
    criteria: str
    statuses: Mapping[str, str]
    source: str
    section: str
    missing: str
    reservations: str
    no_decision: str
    no_decision_of: str
    rules: str
    receipt: str
    wrong: str
    kept: str
    step_names: str
    step: str
    steps: str
    forward: str
    backward: str
    skip: str
    pick: str
    timeline: str
    timeline_bar: str
    timeline_as_of: str
    timeline_yes: str
    certificate_short: str
    told: str
    keep: str
    report_html: str
    report_json: str
    report_name: str
    case_link: str
    case_hint: str
    copied: str
    ongoing: str
    made: str
    date: str
    months: str
    troubles: Mapping[str, str]


NL = CheckTexts(
    chat_tab="Vraag en antwoord",
    tab="Kom ik in aanmerking?",
    intro="Vul in wat u weet. Vaste regels uit de teksten rekenen het uit; er komt geen taalmodel aan te pas. "
    "Wat u leeg laat, geldt als niet opgegeven.",
    kind="Wat wilt u weten?",
    kinds={
        "apply": "Kan ik het certificaat aanvragen?",
        "use_title": "Mag ik de titel voeren?",
        "recertify": "Moet ik opnieuw getoetst worden?",
    },
    periods="Uw werk",
    periods_hint="Schrijf een datum als 22-11-2026. Weet u de dag niet? Geef de maand (11-2026) of het jaar (2026).",
    row="Periode {n}",
    columns={
        "start": "Eerste dag",
        "end": "Laatste dag (leeg = nu)",
        "role": "Functie",
        "career_advice": "Loopbaanadvies?",
        "circumstances": "Bijzonderheden (kruis aan wat klopt)",
        "interruption": "Onderbreking (maanden)",
    },
    places={
        "experience": "Uw werk",
        "start": "eerste dag",
        "end": "laatste dag",
        "role": "functie",
        "career_advice": "loopbaanadvies",
        "circumstances": "bijzonderheden",
        "interruption": "onderbreking (maanden)",
        "certificate": "Certificaat",
        "as_of": "Datum van de controle",
        "kind": "Wat u wilt weten",
    },
    advice_choices={"": "zie functie", "yes": "ja", "no": "nee"},
    circumstances={
        "part_time": "deeltijd",
        "self_employed": "zelfstandig (zzp)",
        "voluntary": "vrijwilligerswerk",
        "internship": "stage",
        "abroad": "in het buitenland",
        "mixed": "deels ander werk",
    },
    add_row="Nog een periode",
    remove_row="Verwijder periode {n}",
    certificate="Laatste certificaat behaald op",
    certificate_hint="Een datum, of het woord geen",
    none="geen",
    as_of="Voor welke datum?",
    as_of_hint="Leeg = vandaag",
    today="vandaag",
    check="Controleer",
    outcome="Uitkomst",
    before="Vul het formulier in en kies Controleer. De uitkomst staat dan hier, met de zinnen uit de bron.",
    checking="Ik reken het uit …",
    verdicts={
        "apply.eligible": "Ja, u komt volgens de teksten in aanmerking",
        "apply.not_yet": "Nee, nu nog niet",
        "apply.unknown": "Dat staat nog niet vast",
        "use_title.eligible": "Ja, u mag volgens de teksten de titel voeren",
        "use_title.not_eligible": "Nee, u mag volgens de teksten de titel niet voeren",
        "use_title.unknown": "Dat staat nog niet vast",
        "recertify.not_yet": "Nee, u hoeft nog niet opnieuw getoetst te worden",
        "recertify.due": "Ja, u moet volgens de teksten opnieuw getoetst worden",
        "recertify.not_eligible": "Er is volgens uw opgave geen certificaat om te verlengen",
        "recertify.unknown": "Dat staat nog niet vast",
    },
    basis="Op basis van wat u opgeeft, voor {day}.",
    earliest="Eerste dag waarop het antwoord zeker ja is, als het werk doorgaat: {day}",
    no_earliest="Een dag waarop het antwoord ja wordt, is niet te noemen.",
    valid_until="Geldig tot en met {day}",
    criteria="Waar het om gaat",
    statuses={
        "met": "voldaan",
        "not_met": "niet voldaan",
        "unknown.input_missing": "nog niet te zeggen: er ontbreekt iets",
        "unknown.input_ambiguous": "nog niet te zeggen: de opgave is niet precies genoeg",
        "unknown.source_silent": "niet te zeggen: de bron zwijgt erover",
        "unknown": "nog niet te zeggen",
        "renewal.met": "termijn voorbij",
        "renewal.not_met": "termijn niet voorbij",
    },
    source="Bron: {title}",
    section="onder: {section}",
    missing="Wat nog ontbreekt",
    reservations="Voorbehoud",
    no_decision="Dit is geen officieel besluit.",
    no_decision_of="Dit is geen besluit van {publisher}.",
    rules="Regels, versie {version}",
    receipt="Kenmerk: {receipt}",
    wrong="Er klopt iets niet in wat u invulde",
    kept="Wat u invulde, staat er nog. Verbeter dit en kies opnieuw Controleer.",
    step_names="Wat wilt u weten?|Uw werk|Certificaat en datum",
    step="Stap {n}: {name}",
    steps="Stappen",
    forward="Volgende",
    backward="Vorige",
    skip="U mag een stap overslaan.",
    pick="Kies een datum: {field}",
    timeline="Tijdlijn",
    timeline_bar="{label}: {first} tot en met {last}",
    timeline_as_of="peildatum",
    timeline_yes="zeker ja vanaf",
    certificate_short="Certificaat",
    told="Wat u opgaf",
    keep="Bewaren en delen",
    report_html="Bewaar als rapport (HTML)",
    report_json="Bewaar als gegevens (JSON)",
    report_name="controle",
    case_link="Kopieer link met uw gegevens",
    case_hint="Uw gegevens staan in de link zelf. Wie de link heeft, kan ze lezen. Op deze server wordt niets bewaard.",
    copied="Gekopieerd",
    ongoing="nu",
    made="Rapport over de stand op {day}",
    date="{day} {month} {year}",
    months="januari februari maart april mei juni juli augustus september oktober november december",
    troubles={
        r"(.*) is no date": "“{0}” is geen datum. Schrijf een datum als 22-11-2026.",
        r"(.*) is no single day; write it as .*": "“{0}” is geen losse dag. Schrijf dag, maand en jaar: 22-11-2026.",
        r"(.*) lies before its start (.*)": "{0} ligt voor de eerste dag, {1}.",
        r"(.*) lies after (.*): what is to come is a plan, no experience": (
            "{0} ligt na {1}. Werk dat nog moet beginnen, is nog geen ervaring."
        ),
        r"(.*) lies in the future: that is no certificate yet": (
            "{0} ligt in de toekomst. Dan is er nog geen certificaat."
        ),
        r"(.*) lies outside (\d+) to (\d+)": "{0} valt buiten de jaren {1} tot en met {2}.",
        r"from (.*) on is more than a working life": "Vanaf {0} is langer dan een werkend leven.",
        r"(.*) ends before it begins": "{0} eindigt voor het begint.",
        r"(.*) is no length of time; write it as .*": (
            "“{0}” is geen aantal maanden. Schrijf een heel getal, bijvoorbeeld 3."
        ),
        r"(.*) is negative; an amount is 0 or more": "“{0}” is te weinig. Schrijf een heel getal, bijvoorbeeld 3.",
        r".* is longer than the work itself": "De onderbreking is langer dan het werk zelf.",
        r".* is more than a working life": "Dat is langer dan een werkend leven.",
        r"more than (\d+) stretches have an interruption; .*": (
            "Meer dan {0} perioden hebben een onderbreking. Maak van elk stuk werk een eigen periode, met datums."
        ),
        r".* is no circumstance of the rules; .*": "De regels kennen een van deze bijzonderheden niet.",
        r"a role has 1 to (\d+) characters": "Een functie heeft 1 tot {0} tekens.",
        r"(\d+) stretches of work are more than the (\d+) that can be checked": (
            "{0} perioden is te veel. Er kunnen er {1} worden gecontroleerd."
        ),
        r"input should be .*": "Kies een van de mogelijkheden.",
    },
)

EN = CheckTexts(
    chat_tab="Question and answer",
    tab="Am I eligible?",
    intro="Fill in what you know. Fixed rules from the texts work it out; no language model is involved. "
    "What you leave empty counts as not stated.",
    kind="What do you want to know?",
    kinds={
        "apply": "Can I apply for the certificate?",
        "use_title": "May I use the title?",
        "recertify": "Must I be assessed again?",
    },
    periods="Your work",
    periods_hint="Write a date as 22-11-2026. If you don't know the day: only the month (11-2026) or the year (2026).",
    row="Period {n}",
    columns={
        "start": "First day",
        "end": "Last day (empty = now)",
        "role": "Role",
        "career_advice": "Career advice?",
        "circumstances": "Particulars (tick what applies)",
        "interruption": "Break (months)",
    },
    places={
        "experience": "Your work",
        "start": "first day",
        "end": "last day",
        "role": "role",
        "career_advice": "career advice",
        "circumstances": "particulars",
        "interruption": "break (months)",
        "certificate": "Certificate",
        "as_of": "Date of the check",
        "kind": "What you want to know",
    },
    advice_choices={"": "see role", "yes": "yes", "no": "no"},
    circumstances={
        "part_time": "part-time",
        "self_employed": "self-employed",
        "voluntary": "voluntary work",
        "internship": "internship",
        "abroad": "abroad",
        "mixed": "partly other work",
    },
    add_row="Another period",
    remove_row="Remove period {n}",
    certificate="Latest certificate obtained on",
    certificate_hint="A date, or the word none",
    none="none",
    as_of="For which date?",
    as_of_hint="Empty = today",
    today="today",
    check="Check",
    outcome="Outcome",
    before="Fill in the form and choose Check. The outcome then stands here, with the sentences of the source.",
    checking="Working it out …",
    verdicts={
        "apply.eligible": "Yes, according to the texts you are eligible",
        "apply.not_yet": "No, not yet",
        "apply.unknown": "That is not settled yet",
        "use_title.eligible": "Yes, according to the texts you may use the title",
        "use_title.not_eligible": "No, according to the texts you may not use the title",
        "use_title.unknown": "That is not settled yet",
        "recertify.not_yet": "No, you need not be assessed again yet",
        "recertify.due": "Yes, according to the texts you must be assessed again",
        "recertify.not_eligible": "By your statement there is no certificate to renew",
        "recertify.unknown": "That is not settled yet",
    },
    basis="Based on what you state, for {day}.",
    earliest="First day on which the answer is certainly yes, if the work goes on: {day}",
    no_earliest="A day on which the answer becomes yes can't be named.",
    valid_until="Valid up to and including {day}",
    criteria="What it turns on",
    statuses={
        "met": "met",
        "not_met": "not met",
        "unknown.input_missing": "can't be said yet: something is missing",
        "unknown.input_ambiguous": "can't be said yet: what was stated is not precise enough",
        "unknown.source_silent": "can't be said: the source is silent on it",
        "unknown": "can't be said yet",
        "renewal.met": "term is over",
        "renewal.not_met": "term is not over",
    },
    source="Source: {title}",
    section="under: {section}",
    missing="What is still missing",
    reservations="Reservations",
    no_decision="This is no official decision.",
    no_decision_of="This is no decision of {publisher}.",
    rules="Rules, version {version}",
    receipt="Reference: {receipt}",
    wrong="Something is wrong in what you filled in",
    kept="What you filled in is still there. Correct this and choose Check again.",
    step_names="What do you want to know?|Your work|Certificate and date",
    step="Step {n}: {name}",
    steps="Steps",
    forward="Next",
    backward="Previous",
    skip="You may skip a step.",
    pick="Choose a date: {field}",
    timeline="Timeline",
    timeline_bar="{label}: {first} up to and including {last}",
    timeline_as_of="date of the check",
    timeline_yes="certainly yes from",
    certificate_short="Certificate",
    told="What you stated",
    keep="Keep and share",
    report_html="Save as a report (HTML)",
    report_json="Save as data (JSON)",
    report_name="check",
    case_link="Copy a link with your details",
    case_hint="Your details are in the link itself. Whoever has it can read them. Nothing is kept on this server.",
    copied="Copied",
    ongoing="now",
    made="Report as of {day}",
    date="{day} {month} {year}",
    months="January February March April May June July August September October November December",
    troubles={},  # the checker's own words are English
)

CHECK: dict[Language, CheckTexts] = {"nl": NL, "en": EN}
