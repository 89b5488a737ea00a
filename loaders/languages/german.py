"""German, as postings in Germany, Austria and Switzerland write it."""

from typing import Final

from skillweave.loaders.languages.words import DurationWords, LevelWords, PayWords, Words

_NUMBERS: Final = {
    "ein": 1, "eine": 1, "einem": 1, "einer": 1, "einjährige": 1, "zwei": 2, "drei": 3, "vier": 4,
    "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12,
    "achtzehn": 18, "vierundzwanzig": 24,
}  # fmt: skip

GERMAN: Final = Words(
    code="de",
    function_words=frozenset(
        """der die das und ist mit für wir du sie ein eine einen einer eines auf den dem des zu im
        von bei oder nicht als sich deine dein ihr ihre uns unser unsere unserem unseren sowie durch
        nach aus zum zur sind wird werden haben hast über dich dir mich auch wenn dass bist
        kannst bringst suchen sucht gerne""".split()
    ),
    headings={
        "benefits": r"(?:wir|das) (?:bieten|bietet)|unser angebot|bieten wir|benefits?|vorteile|"
        r"(?:das |was )?(?:erwartet dich|erwartet sie) bei uns|freu(?:en)? (?:dich|sie sich) auf|"
        r"leistungen|darauf (?:kannst|können)|gute gründe|warum (?:wir|zu uns)|deine? vorteile?",
        "pay": r"gehalt|vergütung|verdienst|entgelt|bezahlung",
        "apply": r"bewerb|kontakt|ansprechpartner|haben wir (?:dein|ihr) interesse|interesse geweckt|"
        r"nächste schritte|klingt (?:gut|das)",
        "preferred": r"von vorteil|wünschenswert|pluspunkte?|bonus|nice[- ]to[- ]have|optional|"
        r"idealerweise|das wäre (?:toll|super|ein plus)",
        "education": r"(?:aus)?bildung$|(?:studium|abschluss)$",
        "required": r"profil|qualifikation|anforderung|voraussetzung|kenntnisse|fähigkeiten|"
        r"kompetenzen|(?:das )?bringst du|bringen sie|mitbring|du mit|sie mit|zeichnet (?:dich|sie)|"
        r"du (?:hast|bist)$|sie (?:haben|sind)$|wen wir suchen|überzeug|muss[- ]?kriterien|erfahrung|"
        r"wir erwarten|passt (?:du|zu uns)|dich aus$",
        "duties": r"aufgabe|tätigkeit|verantwort|rolle|stelle\b|position|deine? mission|einsatz|"
        r"erwartet dich|erwartet sie|schwerpunkte|das machst du|was du (?:tust|machst|bewegst)|"
        r"jobbeschreibung|arbeitsalltag|stack|technologien",
        "about": r"über uns|wer wir sind|das sind wir|unternehmen|unsere? (?:team|vision|mission|"
        r"kultur|werte)|über (?!die stelle|dich)\w|wir sind",
        "legal": r"datenschutz|impressum|gleichstellung|chancengleichheit|schwerbehind|vielfalt|"
        r"diversit",
    },
    labels={
        "title": "stelle, stellenbezeichnung, position, stellentitel, berufsbezeichnung, funktion, "
        "jobtitel",
        "employer": "unternehmen, arbeitgeber, firma",
        "place": "standort, standorte, arbeitsort, arbeitsorte, einsatzort, einsatzorte, ort, "
        "dienstort, dienstsitz, arbeitsplatz",
        "employment": "vertrag, vertragsart, anstellungsart, anstellung, beschäftigungsart, "
        "arbeitszeit, umfang, beschäftigungsumfang, befristung, pensum",
        "level": "karrierestufe, erfahrungslevel, berufserfahrung, karrierelevel",
        "mode": "homeoffice, arbeitsmodell, remote-anteil",
        "posted": "veröffentlicht, veröffentlicht am, eingestellt am, online seit",
        "closing": "bewerbungsfrist, bewerbungsschluss, bewerbung bis",
        "pay": "gehalt, vergütung, jahresgehalt, monatsgehalt, stundenlohn, bruttogehalt, entgelt, "
        "gehaltsspanne, lohn",
        "other": "abteilung, bereich, branche, referenznummer, kennziffer, eintrittsdatum, beginn, "
        "eintritt, start, kontakt, ansprechpartner, kategorie, fachbereich, sprache",
    },
    heads=r"\w*(?:entwickler|ingenieur|berater|leiter|techniker|kaufmann|kauffrau|kaufleute|"
    r"fachkraft|fachkräfte|spezialist|architekt|manager|administrator|assistent|assistenz|"
    r"referent|sachbearbeiter|mechaniker|mechatroniker|elektriker|elektroniker|pfleger|"
    r"pflegekraft|arzt|ärztin|lehrer|erzieher|köchin|fahrer|verkäufer|monteur|betreuer|analyst|"
    r"wissenschaftler|mitarbeiter|werkstudent|praktikant|praktikum|auszubildende|leitung|"
    r"programmierer|buchhalter|controller|meister|helfer|informatiker|vertreter|hilfskraft|"
    r"angestellte|beauftragte|planer|prüfer|tester|koordinator|redakteur|gestalter|designer|"
    r"therapeut|hausmeister|disponent|einkäufer|steuerfachangestellte|volontär|trainee|azubi)"
    r"(?:innen|in|:in|\*in|/in|/-in|_in|n|r|en)?",
    head_first=False,
    sought=r"(?:suchen|sucht|suche|stellen)\b[^.!?\n]{0,110}?\b(?:eine?n?(?:[/:*]n?(?:e[nr]?)?)?|"
    r"engagierte[nr]?|erfahrene[nr]?|motivierte[nr]?)|(?-i:Als)|Verstärkung (?:als|durch eine?n?)",
    stops=frozenset(
        "für in im am an zur zum mit der die das bist hast und oder bei ab ist wirst bringst "
        "übernimmst gestaltest unterstützt arbeitest sowie auf unbefristet unserem unser".split()
    ),
    countries={
        "deutschland": "DE",
        "bundesrepublik deutschland": "DE",
        "österreich": "AT",
        "schweiz": "CH",
        "die schweiz": "CH",
        "liechtenstein": "LI",
        "luxemburg": "LU",
    },
    located=r"(?:Standorte?n?|Büros?|Hauptsitz|Sitz|Zentrale|Niederlassung|Raum|Großraum|"
    r"Arbeitsort|Einsatzort|Werk|Filiale|Team|wir|suchen)(?:\s+(?:in|ist|sind|liegt in|nahe)|:)?"
    r"(?:\s+in)?",
    duration=DurationWords(
        units={r"(?:jahre?n?|jährige[rnms]?)": 12, r"(?:monate?n?|monatige[rnms]?)": 1},
        triggers=("jahr", "jähr", "monat"),
        numbers=_NUMBERS,
        minimum=r"mindestens|mind\.?|minimal|minimum|min\.?|wenigstens|nicht\s+unter|≥",
        exclusive=r"mehr\s+als|über|>",
        maximum=r"bis\s+zu|weniger\s+als|höchstens|maximal|max\.?",
        ranges="bis|und|oder|auf",
        both=("und", "oder"),
        between="zwischen",
        more=r"(?:und|oder)\s+(?:mehr|länger|darüber)",
    ),
    experience=r"\w*erfahrung(?:en)?|berufspraxis|praxis|erfahren",
    no_experience=r"seit|vor|befristet|befristung|dauer|laufzeit|probezeit|garantie|alter von|"
    r"besteht|geschichte|in den (?:letzten|nächsten|kommenden)|elternzeit|vertretung|studium von|"
    r"ausbildung dauert|regelstudienzeit",
    no_experience_after=r"befristet\w*|garantie|alt|elternzeit|vertrag\w*|laufzeit|probezeit|her",
    firm=r"wir|uns|unsere?[nmr]?|unternehmen|firma|gruppe|konzern",
    skill=r"\w*kenntnisse?\w*|verständnis|sicherer? umgang|know[- ]?how|fähigkeit|abgeschlossen\w*|"
    r"beherrsch\w*|sicher in",
    levels=(
        LevelWords(
            r"(?:haupt|real)schulabschluss|mittlere reife|mittlerer schulabschluss",
            ("unspecified",),
        ),
        LevelWords(r"abitur|fachabitur|(?:fach)?hochschulreife|matura|maturität", ("high_school",)),
        LevelWords(
            r"(?:berufs|fach)?ausbildung(?=\s+(?:als|im|in|zu[mr]?|oder|und|mit|"
            r"abgeschlossen|bzw)|[.,;/)]|\s*$)|berufsausbildung|"
            r"abgeschlossene\s+(?:\w+\s+){0,2}(?:\w*ausbildung|lehre)|gesellenbrief|"
            r"berufsabschluss|lehrabschluss|efz",
            ("vocational",),
        ),
        LevelWords(
            r"meisterbrief|meistertitel|(?:geprüfte[rn]?\s+)?(?:staatlich\s+geprüfte[rn]?\s+"
            r"(?:\w*techniker\w*|betriebswirt\w*)|fachwirt(?:in)?)",
            ("vocational",),
        ),
        LevelWords(
            r"bachelor(?:abschluss|studium|grad)?(?:-?\s?(?:of\s+\w+|abschluss|studium))?|"
            r"b\.?\s?(?:sc|a|eng)\.?",
            ("bachelor",),
        ),
        LevelWords(
            r"(?:hochschul|universitäts|fachhochschul|fh-|uni-)\s?-?(?:studium|abschluss|"
            r"ausbildung)|\w*studium(?!s?(?:gang|platz))|studienabschluss|"
            r"akademische[rn]?\s+(?:abschluss|grad|ausbildung)|diplom\s?\(?fh\)?",
            ("bachelor",),
        ),
        LevelWords(
            r"bachelor-?\s*(?:/|oder|bzw\.?|und)\s*(?:ein\s+)?master(?:-?\s?(?:studium|"
            r"abschluss)|studium|abschluss)?",
            ("bachelor", "master"),
        ),
        LevelWords(
            r"master(?:abschluss|studium|grad)?(?:-?\s?(?:of\s+\w+|abschluss|studium))?"
            r"(?!\s*(?:data|branch|plan))|m\.?\s?(?:sc|eng)\.?|magister|staatsexamen|"
            r"diplom(?!\w|\s?\(?fh)|diplom(?:abschluss|studium)",
            ("master",),
        ),
        LevelWords(
            r"(?:abgeschlossene\s+)promotion|promovier\w+|doktor(?:titel|grad|at)?|"
            r"dr\.-?\s?(?:ing|rer)\b[\w. ]*|ph\.?\s?d\.?",
            ("doctorate",),
        ),
    ),
    schooling=r"förder\w*|unterstütz\w*|weiterbildung\w*|duales?\s+studium\s+bei|dein(?:e[rsnm]?)?\s+"
    r"(?:studium|ausbildung)|auszubildende\w*|während|neben\s+(?:dem|deinem)",
    instead=r"(?:oder|bzw\.?)\s+(?:\w+\s+){0,3}?(?:\w*erfahrung|berufspraxis|praxis)",
    required=r"(?:ein|unser|absolutes)\s+muss(?!\s*kriter)|erforderlich|vorausgesetzt|zwingend|"
    r"notwendig|setzen\s+wir\s+voraus|unabdingbar|must[- ]have",
    preferred=r"(?:von|ein|als|kein muss)?\s?vorteil\w*|wünschenswert|idealerweise|optimalerweise|"
    r"gerne?(?:\s+(?:auch|gesehen|mit))?|pluspunkte?|ein plus|nice[- ]to[- ]have|bestenfalls|"
    r"vorzugsweise|bevorzugt|willkommen|kein muss|hilfreich|optional|erwünscht|wäre[n]?\s+\w+",
    needless=r"(?:nicht|kein(?:e|er)?)\s+(?:\w+\s+){0,2}?(?:erforderlich|notwendig|nötig|"
    r"vorausgesetzt|benötigt|voraussetzung)",
    either=r"oder|bzw\.?|beziehungsweise|und/oder",
    such_as=r"z\.\s?b\.?|zum\s+beispiel|beispielsweise|wie(?:\s+z\.\s?b\.)?|etwa|bspw\.?",
    false_friends=frozenset("die der rest dash made fast gin elm bit sage base act".split()),
    pay=PayWords(
        pay=r"\w*gehalt\w*|\w*gehälter|\w*vergütung\w*|\w*lohn|entlohnung|verdienst\w*|entgelt\w*|"
        r"einkommen|bezahlung|brutto\w*",
        other=r"\w*budget|prämie\w*|zuschuss|zulage\w*|urlaubsgeld|weihnachtsgeld|umsatz\w*|"
        r"gutschein\w*|sachbezug|bonus\w*|investition\w*|finanzierung|förderung|altersvorsorge|"
        r"rabatt\w*|spesen|fahrtkosten\w*|jobticket|mitarbeiterempfehlung\w*|bilanzsumme",
        up_to=r"bis\s+zu|maximal|max\.?|höchstens",
        above=r"ab|mindestens|mind\.?",
        gross=r"brutto|netto",
        each=r"pro|je|/|im|in\s+der|die|den",
        periods={
            "hour": r"stunde|std|h",
            "day": r"tag",
            "week": r"woche",
            "month": r"monat",
            "year": r"jahr",
        },
        adverbs={
            "hour": r"stündlich|stundenlohn",
            "day": r"täglich|tagessatz",
            "week": r"wöchentlich",
            "month": r"monatlich|mtl\.?|monatsbrutto",
            "year": r"jährlich|p\.\s?a\.|pa\b|jahresbrutto\w*|jahresgehalt",
        },
        joins=r"bis(?:\s+zu)?|und",
    ),
    employment={
        "full_time": r"vollzeit|vollzeitstelle",
        "part_time": r"teilzeit|teilzeitstelle|minijob",
        "contract": r"freiberuflich\w*|freelance\w*",
        "temporary": r"befristet\w*|zeitarbeit",
        "internship": r"praktikum|praktikant\w*",
        "permanent": r"unbefristet\w*|festanstellung",
    },
    work_mode={
        "hybrid": r"hybrid\w*|teilweise\s+(?:im\s+)?home[- ]?office|tage?\s+(?:mobiles\s+arbeiten|"
        r"home[- ]?office)",
        "remote": r"(?:100\s?%|voll|komplett|rein)\s*(?:remote|home[- ]?office)|deutschlandweit\s+"
        r"remote|remote\s+möglich",
        "onsite": r"(?:ausschließlich\s+)?vor\s+ort",
    },
)
