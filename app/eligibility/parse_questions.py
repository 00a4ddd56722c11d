"""The questions that ask for a verdict about somebody's own case: "Mag ik het certificaat aanvragen?".

Two tables. ASKED holds the many ways of asking; a pattern there may stand anywhere in a message. BARE holds the plain
questions, to be the whole of what is asked: compared after times and small words are left out, so that "Kan ik me over
een jaar dan al aanmelden?" is "kan ik me aanmelden" and "Kan ik me online aanmelden?" is another question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from app.eligibility.facts import Kind
from app.eligibility.parse_clauses import PERSON, RELATION
from app.eligibility.parse_dates import find_times
from app.eligibility.parse_names import Names
from app.eligibility.parse_words import NUMBER, blank

_ONE_OF = r"(?:een|iemand|eentje) (?:van|uit) (?:mijn|m'n|mn|onze|ons|de) (?:\w+ )?\w+"
WHO = rf"(?:ik|'k|hij|ie|zij|ze|die|(?:mijn|m'n|mn|onze|die|deze) (?:\w+ )?(?:{PERSON})|een (?:{RELATION})|{_ONE_OF}|(?:mijn|onze) (?:collega's|medewerkers|\w*adviseurs|\w*coaches|\w*begeleiders))"
WHO_EN = rf"(?:i|she|he|they|(?:my|our|this|that) (?:\w+ )?(?:{PERSON})|(?:one|someone|somebody) (?:of|from|on|in) (?:my|our) (?:\w+ )?\w+)"
_ADVERB = (
    r"(?: (?:nu|al|dan|nog|ook|eigenlijk|straks|alvast|misschien|wel|zelf|volgens (?:jou|jullie|u)|op dit moment|"
    r"meteen|direct|dus|daarmee|hiermee|zo|met mijn ervaring|inmiddels|vandaag|thans|momenteel|hier|bij jullie|toch|ondertussen|als [\w-]{3,40}))*"
)
_AT = r"(?: (?:met [\w ,½'-]{3,60}?|over [\w ,½-]{2,25}?|op \d[\w -]{3,20}?|in \w+ \d{4}))?"
_ADVERBS = _ADVERB + _AT + _ADVERB  # one phrase of free words only: two would take forever on a long message
_ADVERBS_EN = (
    r"(?: (?:now|already|still|then|yet|also|currently|actually))*"
    r"(?: (?:with [\w ,½'-]{3,60}?|in [\w ]{3,20}?|on [\w ]{3,20}?))?(?: (?:now|already|still|then|yet|also))*"
)
_TITLE = "«title»"
_THING = (
    rf"(?:het |een |de |dit |mijn |jullie |the |a |this |your )*(?:\w*certifica\w+|certifi\w+|certs?|{_TITLE}|titel|title|"
    rf"register|toets\w*|examen|exam|«ours»\w*|dat|daarvoor|ervoor|it|that|assessment|keurmerk)"
)

_APPLY = (
        rf"(?<!\w)(?:kom|komt|kwam|kun|zou) {WHO}{_ADVERBS} (?:niet )?in aanmerking(?! voor (?!{_THING}\b))(?! "
        rf"komen (?!$|[?.!,]|voor {_THING}))",
        rf"(?<!\w)(?:kan|zou|zal) {WHO}{_ADVERBS}(?: voor {_THING})? in aanmerking komen(?: voor "
        rf"{_THING}\b)?(?=\W*$|[?.!,])",
        rf"\b(?:in aanmerking)(?: voor {_THING}\b)?(?: kom| komt)(?: {WHO})?\b|\bof {WHO}{_ADVERBS}(?: voor "
        rf"{_THING})? in aanmerking",
        rf"(?<!aan welke )(?<!\w)(?:voldoe|voldoet) {WHO}{_ADVERBS}(?: (?:nu|al|aan)|(?=\W*$|[?.!,]))",
        rf"(?<!\w)(?:mag|kan|zou) {WHO} (?:(?:me|mij|zich) )?(?:\w+ ){{0,2}}?(?:nu al|al|nu|alvast|dan al|"
        rf"meteen)(?: \w+){{0,4}} (?:aanmelden|opgeven|inschrijven|aanvragen|opgaan|certificeren|gecertificeerd "
        rf"worden|examen doen|"
        r"laten certificeren|laten toetsen|«title» worden|toets doen|instappen|starten met de certificering)",
        rf"(?<!\w)(?:heb|heeft) {WHO}{_ADVERBS} (?:genoeg|voldoende|lang genoeg) (?:\w+ )?(?:\w*ervaring|jaren|"
        rf"gewerkt)|\bis mijn (?:werk)?ervaring{_ADVERBS} (?:genoeg|voldoende|lang genoeg)",
        r"\b(?:telt|tellen|geldt|gelden|tel) (?:mijn|m'n|haar|zijn)(?: \w+)? (?:\w*ervaring|jaren|tijd|werk|baan|"
        r"functie|stage|periode|uren|dienstjaren|vrijwilligerswerk)\b(?! van tien)",
        rf"\b(?:vanaf wanneer|wanneer|per wanneer|hoe snel|op welke datum) (?:kom|komt|mag|kan|voldoe|voldoet|"
        rf"haalt|haal) {WHO}(?: (?:me|mij|zich|dan|wel|nu|al|eindelijk|zelf|voor {_THING}))*(?: (?:in aanmerking|"
        rf"aanmelden|opgaan|op|gecertificeerd worden|"
        rf"het aanvragen|aanvragen|aan de eis|de {NUMBER} jaar|voor {_THING}|een aanvraag doen|me laten certificeren|"
        rf"laten certificeren))(?! en wat| en hoe)(?=\W|$)",
        rf"\b(?:ben|is) {WHO}{_ADVERBS} (?:toelaatbaar|gerechtigd|al zo ?ver|er al klaar voor|ervaren genoeg|lang "
        rf"genoeg bezig)\b",
        rf"\bhoe ?lang moet {WHO} (?:dan )?nog (?:wachten|werken)|\bhoeveel (?:jaar|maanden|tijd) (?:moet|kom) "
        rf"{WHO} (?:dan |er )?nog\b|\bhoe ?lang (?:duurt het )?nog (?:voor|voordat|tot) {WHO} (?:in aanmerking|"
        rf"mag|kan|me mag)",
        rf"\b(?:would|will) {WHO_EN} be (?:eligible|qualified)\b(?! for (?!{_THING}))|\b(?:maak|maakt) {WHO}{_ADVERBS} (?:al )?(?:een )?kans op {_THING}",
        rf"\b(?:am|is|are) {WHO_EN}{_ADVERBS_EN} (?:eligible|qualified)(?! for (?!{_THING}))|\b(?:do|does|would|"
        rf"will) {WHO_EN}{_ADVERBS_EN} (?:qualify|meet (?:the|this)|have enough|have sufficient|fulfil)(?! for "
        rf"(?!{_THING}))",
        rf"\b(?:can|may|could) {WHO_EN}(?: already| now| yet)+ (?:apply|be certified|get certified|sign up|"
        rf"register)|\b(?:can|may|could) {WHO_EN} (?:apply|be certified|get certified|register)(?: \w+){{0,3}} "
        rf"(?:already|yet|now)\b|"
        rf"\bwhen (?:can|may|will|do) {WHO_EN} (?:apply|be eligible|qualify)|\bdoes (?:my|her|his) (?:\w+ "
        rf"){{0,3}}(?:experience|work|job|internship) count|\bis my experience (?:enough|sufficient)|\bhow (?:much "
        rf")?longer (?:must|do|should) i",
)  # fmt: skip
_TITLE_VERB = r"(?:noemen|voeren|opnemen|gebruiken|dragen|zetten|hanteren|schrijven|vermelden)"
_USE_TITLE = (
        rf"(?<!\w)(?:mag|kan) {WHO}{_ADVERBS} (?:noemen|heten) (?:mij|me|mezelf|zich|zichzelf) {_TITLE}|\b(?:can|may) i call me {_TITLE}|\bi (?:can|may) call (?:me|myself) {_TITLE}",
        rf"(?<!\w)(?:mag|kan|mocht) {WHO}(?: (?:me|mij|mezelf|mijzelf|zich|zichzelf))?{_ADVERBS} (?:\w+ "
        rf")?{_TITLE}(?:[ -]?titel)?{_ADVERBS} ?(?:blijven)? (?:achter (?:mijn|haar|zijn|m'n) naam )?{_TITLE_VERB}",
        rf"(?<!\w)(?:mag|kan) {WHO}{_ADVERBS} (?:de |mijn |die |deze |haar )?(?:\w+ )?(?:titel)(?: "
        rf"{_TITLE})?{_ADVERBS} (?:blijven )?{_TITLE_VERB}|(?<!\w)mag {WHO}{_ADVERBS} {_TITLE}{_ADVERBS} (?:achter|op|"
        rf"in) (?:mijn|haar|zijn) (?:naam|kaartje|linkedin|profiel)",
        rf"\b(?:ik|hij|zij|ze) mag (?:(?:toch|dus|nog|gewoon|nu|me|mij|zich|de|titel|toch wel) )*{_TITLE} (?:blijven )?{_TITLE_VERB}|"
        rf"\b(?:heb|heeft) {WHO}{_ADVERBS} recht op (?:de |het |gebruik |van |titel )*{_TITLE}|\b(?:ben|is) {WHO}{_ADVERBS} (?:gerechtigd|bevoegd)(?: om)? (?:de |titel )*{_TITLE}|"
        rf"\b(?:dat|of) {WHO}(?: (?:me|mij|zich|nog|nu|de|titel))* {_TITLE} (?:mag|kan) {_TITLE_VERB}|\bmag {_TITLE} (?:achter|op|in|onder) (?:mijn|haar|zijn)\b|"
        rf"\b(?:ben|is) {WHO} (?:nog steeds|nog altijd|nog gewoon|officieel|eigenlijk|inmiddels|nog wel)(?: nog)? {_TITLE}\b",
        rf"(?<!\w)(?:ben|is) {WHO}{_ADVERBS} (?:(?:nog|al|nu|dan) )+(?:geldig )?(?:{_TITLE}|gecertificeerd|"
        rf"geregistreerd)\b|\bis (?:mijn|haar|zijn|m'n) (?:\w*certificaat|registratie|certificering|titel|«title»)(?: "
        rf"\w+)? (?:nog|al|nu)\b[\w ]*(?:geldig|verlopen)|"
        r"\bis (?:mijn|haar|zijn|m'n) (?:\w*certificaat|registratie) (?:geldig|verlopen)",
        rf"\b(?:am|is) {WHO_EN} (?:still|already|now|officially) (?:an? )?{_TITLE}\b|\bis (?:my|her|his) (?:{_TITLE} )?(?:title|{_TITLE}) (?:still )?valid|"
        rf"\b(?:if|whether) {WHO_EN} (?:may|can)(?: still| already)? (?:use|carry|put|call (?:myself|herself|himself)) (?:the |title )*{_TITLE}|"
        rf"\b(?:do|does) {WHO_EN}(?: still)? have (?:the|a) right to (?:use )?(?:the |title )*{_TITLE}",
        rf"\b(?:may|can|could) {WHO_EN}{_ADVERBS_EN} (?:use|call (?:myself|herself|himself)|carry|put|hold|"
        rf"bear)(?: the| a| an| my)*(?: (?:protected|title|of))* ?(?:{_TITLE}|title)|\bam i{_ADVERBS_EN} (?:still |"
        rf"already )(?:{_TITLE}|certified)|\bis my (?:certificate|registration) (?:still )?(?:valid|expired)",
)  # fmt: skip
_MINE = r"(?:mijn|m'n|mn|het|de|haar|zijn) (?:\w*certificaat|registratie|titel|certificering|«title»)"
_RECERTIFY = (
        rf"\b(?:wanneer|per wanneer|vanaf wanneer|in welk jaar|hoe snel|op welke datum|voor welke datum) (?:moet|"
        rf"mag|ben|is|kan|dien|hoor|zou) {WHO}(?: (?:me|mij|zich|dan|nu|eigenlijk|precies|uiterlijk|voor het|voor "
        rf"de))*(?: (?:volgende|eerstvolgende))?(?: \w+)? ?(?:(?:weer|opnieuw)(?! (?:aan|op volle|naar|in|gaan|beginnen|werken|solliciteren|bellen|mailen)\b)|her\w+|aan de beurt|verlengen|"
        r"verlengd|vernieuwen|vernieuwd|keer|examen|herexamen|hertoets)",
        rf"\bwanneer (?:moet|mag|kan|dien) {WHO} {_MINE}(?: \w+){{0,2}} (?:verlengen|vernieuwen|hernieuwen)|"
        rf"\b(?:wanneer|of|tot wanneer) {WHO}(?: \w+){{0,4}} (?:(?:weer|opnieuw|al ?weer)(?= (?:moet|mag|kan|dien|aan de beurt))|her\w+|(?:weer |opnieuw )?(?:getoetst|gecertificeerd)|verlengen|vernieuwen)(?: \w+){{0,2}} (?:moet|moeten|dien|ben)\b|"
        rf"\b(?:of|wanneer) {WHO}(?: \w+){{0,3}} (?:moet|dien)(?: \w+){{0,2}} (?:her\w+|verlengen|vernieuwen|(?:opnieuw|weer) (?:getoetst|gecertificeerd))|"
        rf"\b(?:weet|weten|zeggen) (?:u |je |jullie )?wanneer {WHO} (?:weer|opnieuw) moet\W*$|"
        r"\bher(?:certificering|toets\w*)\b[^.?!]{0,12}\b(?:wanneer (?:moet|ben|mag) ik|moet ik)\b|\b(?:is|zit ik al aan|hoe zit het met) mijn her(?:certificering|toets\w*)\b",
        rf"\bwanneer (?:verloopt|vervalt|eindigt) (?:mijn|haar|zijn|m'n) (?:\w*certificaat|registratie|titel|«title»|"
        rf"certificering)|\bwanneer loopt (?:mijn|haar|zijn) (?:\w*certificaat|registratie|«title»|titel)(?: \w+)? af|"
        rf"\btot wanneer (?:is|ben|mag|loopt|geldt) (?:{WHO}|mijn|haar|zijn)|"
        rf"\bwanneer (?:is|staat|valt) (?:mijn|haar|zijn) (?:(?:volgende|nieuwe) (?:her)?(?:toets|certificering|examen)|her(?:toets|certificering))|\bhoe ?lang "
        rf"(?:is|ben|geldt|blijft) (?:mijn|haar|zijn|ik)(?: \w+)? nog (?:geldig|gecertificeerd|«title»)|\bhoe ?lang "
        rf"(?:mag|kan) {WHO} (?:\w+ )*nog\b",
        rf"\bmoet {WHO}(?: (?:nu|al|nog|reeds))* iets met (?:de |mijn )?her(?:certificering|toets\w*)|\b(?:moet|dien) {WHO}(?: (?:me|mij|zich))?(?: (?:nu|al|reeds|dit jaar|volgend jaar|binnenkort|dan))+ "
        rf"(?:(?:me|mij|zich) )?(?:weer|opnieuw|al weer|alweer|her\w+|verlengen)|\bmoet {WHO}(?: (?:al|nu|dan))* "
        rf"(?:al)?weer\W*$|\bis het al tijd (?:voor|om)(?: \w+)* (?:her\w+|verlengen|verlenging)",
        rf"\b(?:when |why )?(?:am|is|are) {WHO_EN}(?: (?:already|now|next|again))* due(?: (?:for|to) (?:my |her |his )?(?:re\w+)|(?: again)?\W*$)|\bis it time (?:to|for)(?: my| me to)* (?:re\w+)|"
        rf"\b(?:when|if|whether) {WHO_EN}(?: \w+)? (?:must|have to|has to|need to|needs to|should) (?:recertify|renew|be (?:re\w+))|"
        rf"\bwhen (?:must|do|should|does|will) {WHO_EN}(?: \w+)? (?:recertify|renew|be (?:tested|assessed|"
        rf"recertified)|need to (?:recertify|renew)|have to (?:recertify|renew)|go again|take (?:it|the exam|the "
        rf"test) again)|\bwhen(?: is|'s) (?:my|her|his|the) (?:next )?(?:recertification|re-?certification|renewal|re-?assessment|re-?test)|\bwhen does my (?:certificate|registration|certification) (?:expire|run out|end)|"
        rf"\b(?:must|should|do) {WHO_EN}(?: (?:already|now))+ (?:have to |need to )?(?:recertify|renew)|\bhow "
        rf"long is my \w+ still valid|\b(?:until when|how much longer) (?:is|am|can|may) (?:my|i)",
)  # fmt: skip

ASKED: dict[Kind, tuple[str, ...]] = {"use_title": _USE_TITLE, "recertify": _RECERTIFY, "apply": _APPLY}

_OURS = (
    r"(?:(?:voor|for|to|van|of) )?(?:(?:het|'?t|dat|dit|een|zo'n|mijn|haar|zijn|the|a|this|that|my|her|his|de) )?(?:(?:«title»|«ours»)[ -])?"
    r"(?:\w*certifica\w+|\w*certificering|certification|certs?|«title»|titel|title|«ours»|keurmerk|register|it|het)(?: (?:van|voor|of|for) (?:«field»|loopbaan\w+|«title»|career \w+))?"
)
_SELF = r"(?: (?:me|mij|mezelf|mijzelf|zich|zichzelf|myself|herself|himself))?"
_ENROLS = (
    r"(?:aanmelden|aan te melden|melden|opgeven|inschrijven|aanvragen|certificeren|opgaan|deelnemen|meedoen|registreren|laten (?:certificeren|"
    r"toetsen|registreren|inschrijven)|(?:gecertificeerd|toegelaten|geregistreerd) worden|halen|behalen|krijgen|(?:een |mijn )?"
    r"aanvraag (?:doen|indienen)|op)"
)
_ENROLS_EN = (
    r"(?:apply|sign up|register|enrol|enroll|qualify|be (?:certified|admitted|accepted)|get certified|(?:get|take|obtain|"
    r"request|do|submit|put in|hand in)(?= \w))(?: (?:an|my) application)?"
)
_TESTED = r"(?:toetsen|certificeren|hercertificeren|registreren)"
_AGAIN = (
    rf"(?:(?:weer |opnieuw |al ?weer )?her\w+|(?:weer |opnieuw |al ?weer )op examen|gehercertificeerd worden|(?:weer|opnieuw|alweer|nog eens) (?:{_OURS} )?(?:laten {_TESTED}|getoetst worden|"
    rf"gecertificeerd worden|beoordeeld worden|certificeren|op|aan de beurt|doen|halen|verlengen)|{_OURS} (?:laten )?(?:verlengen|"
    r"vernieuwen)|laten (?:hercertificeren|hertoetsen)|verlengen)"
)
_AGAIN_EN = (
    rf"(?:(?:to )?(?:recertify|re-certify|renew(?: {_OURS})?|be (?:recertified|re-?assessed|retested)|(?:be (?:assessed|tested|"
    rf"certified)|take {_OURS}|do {_OURS}|get certified|go) again)|{_OURS} again)"
)
_PLACE = r"(?: (?:achter|op|onder|in|bij|aan|voor|after|behind|on|in|under|next to) (?:[\w'-]+ ?){1,4}?)?"
_CARRIES = r"(?:blijven )?(?:noemen|voeren|opnemen|gebruiken|dragen|zetten|hanteren|schrijven|vermelden|plaatsen|laten staan|houden|laten drukken)"
_NAMED = r"(?: (?:de|die|mijn|deze|the|my|that|a))?(?: (?:titel|title))?(?: (?:van|of))?(?: een)? «title»(?:[ -](?:titel|title))?"

BARE: dict[Kind, tuple[str, ...]] = {
    "use_title": (
        rf"\b(?:mag|mocht|kan) {WHO}{_SELF}{_PLACE}{_NAMED}{_PLACE} {_CARRIES}$",
        rf"\b(?:may|can|could|am|is) {WHO_EN}(?: allowed to)? (?:use|carry|put|bear|hold|call myself|write|keep)(?: using)?{_NAMED}{_PLACE}$",
        rf"\bof {WHO}{_SELF}{_PLACE}{_NAMED}{_PLACE} (?:mag|kan) {_CARRIES}$",
        rf"«title»(?:[ -]titel)? {_CARRIES} (?:mag|kan) (?:{WHO} )?(?:dat|het)$|«title»(?:[ -]titel)? (?:mag|kan) {WHO} (?:die|dat|hem|dit|het) {_CARRIES}$|(?:titel|title)(?: «title»)? (?:mag|kan|may|can) "
        rf"(?:{WHO}|{WHO_EN}) (?:die|dat|hem|dit|het|use it|carry it)(?: {_CARRIES})?$",
    ),
    "recertify": (
        rf"\b(?:moet|dien|dient|hoef|hoeft|zou) {WHO}{_SELF}(?: te)? {_AGAIN}$|\bof {WHO}{_SELF} (?:moet|dien|dient) {_AGAIN}$",
        rf"\b(?:must|should|shall) {WHO_EN} {_AGAIN_EN}$|\b(?:do|does|will|would|when) {WHO_EN} (?:have|need) {_AGAIN_EN}$|"
        rf"\bis it time for me {_AGAIN_EN}$|\bis het(?: voor (?:mij|{WHO}))? tijd(?: voor (?:mij|{WHO}))?(?: om)?(?: {_OURS})? (?:te |voor )?(?:her\w+|(?:te )?verleng\w+)$|"
        rf"\b(?:ben|is) {WHO} (?:aan )?(?:een )?(?:toe )?(?:aan )?(?:de |het |mijn )?(?:her(?:certificering|toetsing|toets|examen)|verlenging)(?: toe)?$",
    ),
    "apply": (
        rf"\b(?:mag|mogen|mocht) {WHO}{_SELF}(?: {_OURS})?{_SELF} {_ENROLS}(?: {_OURS})?$",
        rf"\b(?:kan|kunnen|zou|zouden) {WHO}{_SELF}(?: kunnen| mogen)?(?: {_OURS}{_SELF} {_ENROLS}| {_ENROLS} {_OURS}|)$",
        rf"\bof {WHO}{_SELF}(?: {_OURS})?{_SELF} (?:mag|mogen|mocht) {_ENROLS}(?: {_OURS})?$",
        rf"\bof {WHO}{_SELF}(?: {_OURS}{_SELF} (?:kan|kunnen|kon) {_ENROLS}| (?:kan|kunnen|kon) {_ENROLS} {_OURS})$",
        rf"^(?:surely |so |then )*i (?:can|may) (?:apply|be certified|get certified)(?: {_OURS})?$",
        rf"\b(?:if|whether) {WHO_EN} (?:can|may|could|am allowed to|is allowed to|am able to) {_ENROLS_EN}(?: {_OURS})?$",
        rf"^(?:kan|kunnen) (?!ik\b|'k\b){WHO}{_SELF} {_ENROLS}$",
        rf"\b(?:kan|kunnen) {WHO} aanvragen$",
        rf"^(?:kan|kunnen|zou|zouden) {WHO}{_SELF}(?: kunnen| mogen)? (?:laten certificeren|gecertificeerd worden)$",
        rf"\b(?:is het|zou het)(?: voor (?:mij|{WHO}))? mogelijk(?: zijn)?(?: voor (?:mij|{WHO}))? (?:om )?(?:mij |me |zich )?{_OURS} aan te (?:vragen|melden)$|"
        rf"\b(?:would it be|is it) possible (?:for (?:me|{WHO_EN}) )?to {_ENROLS_EN}(?: {_OURS})?$",
        rf"\b(?:can|may|could|am|is) {WHO_EN}(?: (?:allowed|able|entitled|permitted) to)? {_ENROLS_EN}(?: {_OURS})?$",
        rf"\b(?:genoeg|voldoende|enough|sufficient) (?:for me )?(?:om|to)(?: me| mij)? (?:{_OURS} )?(?:aan te (?:vragen|melden)|{_ENROLS_EN})(?: {_OURS})?$",
    ),
}
_MAY_THAT = re.compile(
    r"(?:(?:en|and) )?(?:kan|mag|lukt|can|may|could|am|is|zou|would)(?: (?:ik|dat|het|i|that|it|she|he|zij|ze|hij))(?: (?:dat|het|that|it))?(?: (?:be )?(?:mogelijk|possible|allowed|toegestaan|al|kunnen))?"
)
_WISHES = r"\b(?:wil|willen|wilt|zou|want|wants|would like|should like|'d like|hoop|wish)\b"
_WISHED: dict[Kind, str] = {
    "recertify": rf"{_WISHES}.* (?:{_AGAIN}|{_AGAIN_EN})$",
    "apply": rf"{_WISHES}.*(?: {_OURS}{_SELF} {_ENROLS}| {_ENROLS} {_OURS}| een aanvraag (?:doen|indienen)|(?: (?:me|mij|zich)) aanmelden| laten certificeren| {_ENROLS_EN} {_OURS}| get certified| «title» worden)$",
    "use_title": rf"{_WISHES}.*«title»(?:[ -]titel)? {_CARRIES}$|{_WISHES}.*titel {_CARRIES}$",
}
_FREE = (
    r"\b(?:nu|al|reeds|dan|nog|ook|eigenlijk|straks|alvast|misschien|wel|zelf|meteen|direct|dus|daarmee|hiermee|inmiddels|vandaag|toch|nou|gewoon|"
    r"eens|even|pas|weleens|ooit|intussen|steeds|altijd|soms|binnenkort|precies|uiterlijk|volgende|volgens (?:jou|jullie|u|de (?:regels|teksten))|"
    r"op dit moment|met mijn ervaring|op grond daarvan|op deze manier|van jullie|bij jullie|bij (?:«ours»)|"
    r"now|already|still|then|yet|also|currently|actually|today|just|ever|really|please|next|at this point|with that experience|with this experience|with that|with my experience|"
    r"niet meer|niet|not|anymore|any more|any longer|either|oke|graag|alsjeblieft|aub|svp|dank|bedankt|thanks|hoor|or not|of niet|(?:hier|daar)voor)\b"
)
_LEADS_A_TIME = re.compile(r"\b(?:over|op|in|per|vanaf|met|na|on|by|with|after|from|tot|until|binnen|within|at) *$")
_ASKS_ELSE = re.compile(r"\b(?:hoe|waar\w*|welke?|wie|wat|how|where|why|which|who|what)(?: \w+){0,2} ?$")
_STATES = re.compile(
    r",(?= (?:ben|werk|heb|doe|ik|sinds|i|am|have|i'm|since)\b[^?]*$)"
)  # "mag ik me aanmelden, ben loopbaancoach"
_OR_ELSE = re.compile(
    r", (?:of|or) (?:gaan|zijn|loopt|is|mag|moet|kan|ben|heb|nog|pas|niet|am|do|must|should|can|not)\b(?!.*\b(?:kost\w*|hoe|wat|waar|wie|welke|how|what|where|who|which)\b)[^,]{0,40}$"
)  # the other side of the same question
_PARTS = re.compile(r"[.?!;\n]+(?: |$)|(?<=[.?!;])$")
_ANY_DAY = date(2030, 1, 1)


def bare_question(low: str, names: Names) -> Kind | None:
    """The verdict that a plain question asks for, where it asks for nothing else."""
    wanted: Kind | None = None
    for bare in _bare(low, names):
        if wanted is not None and _MAY_THAT.fullmatch(bare):
            return wanted
        wanted = next((kind for kind, wish in _WISHED.items() if names.search(wish, bare)), None)
        for kind, patterns in BARE.items():
            found = next(filter(None, (names.search(pattern, bare) for pattern in patterns)), None)
            if found and not _ASKS_ELSE.search(bare[: found.start()]):
                return kind
    return None


def _bare(low: str, names: Names) -> Iterator[str]:
    """The sentences of a comparable text without times, small words and commas."""
    for sentence in _PARTS.split(_STATES.sub(".", low)):
        kept = _OR_ELSE.sub("", sentence)
        for time in find_times(sentence, _ANY_DAY, english=False):
            lead = _LEADS_A_TIME.search(sentence[: time.start])
            kept = blank(kept, lead.start() if lead else time.start, time.end)
        for match in list(names.finditer(_FREE, kept)):
            kept = blank(kept, match.start(), match.end())
        yield " ".join(re.sub(r"[,()\"!?]", " ", kept).split())
