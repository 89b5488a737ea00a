"""Dutch, as postings in the Netherlands and Flanders write it."""

from typing import Final

from skillweave.loaders.languages.words import DurationWords, LevelWords, PayWords, Words

_NUMBERS: Final = {
    "een": 1, "één": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7,
    "acht": 8, "negen": 9, "tien": 10, "elf": 11, "twaalf": 12, "achttien": 18,
}  # fmt: skip

DUTCH: Final = Words(
    code="nl",
    function_words=frozenset(
        """het een van de voor met je wij op aan zijn bij ons jouw wat ook dat niet worden en jij als
        onze naar die om wordt bent hebt heeft deze uit binnen tot maar jou ben waar hebben dit
        zoek zoeken te kun werkt""".split()
    ),
    headings={
        "benefits": r"(?:wat )?(?:wij |we )?(?:bieden|biedt|krijg je)|ons aanbod|arbeidsvoorwaarden|"
        r"(?:wat|dit) (?:mag je verwachten|bieden wij|krijg je|heb je aan ons)|voordelen|aanbod|"
        r"wij bieden|waarom (?:wij|ons|werken)|benefits?|dit bieden|je krijgt",
        "pay": r"salaris|loon|verdien|beloning",
        "apply": r"sollicit|interesse|contact|procedure|meer weten|meer informatie|iets voor jou",
        "legal": r"privacy|gelijke kansen|diversiteit|inclusi|acquisitie",
        "preferred": r"\bpr[eé]\b|pluspunt|nice[- ]to[- ]have|bonus|mooi meegenomen|voorkeur",
        "education": r"^opleiding(?:sniveau)?$",
        "required": r"profiel|functie-?eisen|eisen|(?:wat|dit) (?:breng|vragen|neem|heb) |vragen we|"
        r"(?:dit )?ben jij|wie ben jij|wie (?:ben je|zoeken)|jij (?:bent|hebt)$|je (?:bent|hebt)$|"
        r"breng je mee|competenties|vaardigheden|ervaring|kwalificatie|wie we zoeken|kennis|"
        r"jij brengt|verwachten we|over jou",
        "duties": r"(?:wat )?ga je doen|je gaat doen|(?:jouw|je|de) (?:rol|functie|taken|werk)|taken|"
        r"verantwoordelijkhe|functieomschrijving|werkzaamheden|functie|rol\b|stack|uitdaging|"
        r"takenpakket|technologie|opdracht",
        "about": r"over ons|wie (?:wij zijn|zijn wij|zijn we)|(?:jouw|ons|het|je) team|bedrijf|"
        r"organisatie|(?:jouw|je) afdeling|onze (?:missie|cultuur|waarden)|over \w|dit zijn wij|"
        r"waar ga je werken|waar kom je",
    },
    labels={
        "title": "functie, functietitel, vacature, functienaam",
        "employer": "bedrijf, werkgever, organisatie, bedrijfsnaam",
        "place": "locatie, standplaats, plaats, werklocatie, regio, vestiging, plaats van tewerkstelling",
        "employment": "dienstverband, contract, contracttype, uren, uren per week, soort contract, "
        "type contract, duur, aantal uren, werkregime",
        "level": "functieniveau, ervaringsniveau, niveau, werkervaring, ervaring, carrièreniveau",
        "mode": "thuiswerken, werkvorm",
        "posted": "geplaatst, geplaatst op, plaatsingsdatum",
        "closing": "sluitingsdatum, reageren voor, solliciteren voor, sluit op",
        "pay": "salaris, loon, salarisindicatie, maandsalaris, bruto maandsalaris, salarisrange, "
        "verloning, uurtarief, tarief",
        "other": "opleidingsniveau, opleiding, vakgebied, afdeling, branche, sector, startdatum, "
        "referentie, vacaturenummer, contactpersoon, team, talen",
    },
    heads=r"\w*(?:ontwikkelaar|ingenieur|adviseur|medewerker|manager|beheerder|monteur|technicus|"
    r"verpleegkundige|verzorgende|docent|leraar|leerkracht|specialist|analist|architect|"
    r"consultant|coördinator|directeur|begeleider|chauffeur|kok|verkoper|inkoper|boekhouder|"
    r"administrateur|accountant|jurist|onderzoeker|stagiair|stagiaire|projectleider|teamleider|"
    r"leider|hoofd|planner|operator|elektricien|schoonmaker|receptionist|secretaresse|assistent|"
    r"wetenschapper|tester|programmeur|ontwerper|arts|psycholoog|therapeut|bediende|arbeider|"
    r"vertegenwoordiger|verantwoordelijke|magazijnier|controller|recruiter|engineer)"
    r"(?:s|en|e|ster)?",
    head_first=False,
    sought=r"(?:zoek(?:en|t)?|op zoek naar)\b[^.!?\n]{0,80}?\b(?:een|naar een|onze|ervaren|"
    r"enthousiaste|gedreven)|(?-i:Als)|(?:[Rr]ol|[Ff]unctie) van|[Vv]acature voor(?: een)?",
    stops=frozenset(
        "die voor in met bij om ben werk je wij en dat om aan op zal meewerkt help draag bij ga".split()
    ),
    countries={"nederland": "NL", "belgië": "BE", "vlaanderen": "BE"},
    located=r"(?:kantoor|kantoren|vestiging|standplaats|locatie|regio|gevestigd|klant|hoofdkantoor|"
    r"team|werken|werkt)(?:\s+(?:is|ligt))?\s*(?:in|te|:|vanuit)",
    duration=DurationWords(
        units={r"(?:jaar|jaren|jarige)": 12, r"maand(?:en)?": 1},
        triggers=("jaar", "jaren", "jarig", "maand"),
        numbers=_NUMBERS,
        minimum=r"minstens|minimaal|ten\s+minste|tenminste|min\.?|minimum|≥",
        exclusive=r"meer\s+dan|ruim|>",
        maximum=r"tot|minder\s+dan|maximaal|hoogstens|max\.?|tot\s+en\s+met",
        ranges="tot|en|of|à|t/m|tot\\s+en\\s+met",
        both=("en", "of"),
        between="tussen",
        more=r"(?:en|of)\s+(?:meer|langer)",
    ),
    experience=r"\w*ervaring(?:en)?|ervaren",
    no_experience=r"sinds|al|contract (?:van|voor)|duur|proeftijd|garantie|leeftijd|bestaat|geleden|"
    r"de (?:afgelopen|komende)|na|detachering van|opdracht van|jaarcontract|jubileum",
    no_experience_after=r"geleden|contract|garantie|oud|bestaan|jong|later",
    firm=r"wij|we|onze?|ons bedrijf|organisatie|bedrijf",
    skill=r"kennis|vaardighe\w+|beheersing|diploma|inzicht|bekend met|vertrouwd met|talenkennis",
    levels=(
        LevelWords(r"vmbo|lager\s+onderwijs", ("unspecified",)),
        LevelWords(
            r"havo|vwo|gymnasium|secundair\s+onderwijs|(?:a2|a1)[- ]diploma|"
            r"middelbare\s+school\w*|middelbaar\s+onderwijs",
            ("high_school",),
        ),
        LevelWords(r"havo\s*(?:/|of)\s*vwo", ("high_school",)),
        LevelWords(
            r"mbo(?:\+|[- ]?(?:[1-4]|niveau|opleiding|diploma|plus))*|vakdiploma|"
            r"beroepsopleiding",
            ("vocational",),
        ),
        LevelWords(r"graduaat(?:sdiploma|sopleiding)?|associate\s+degree", ("associate",)),
        LevelWords(
            r"hbo(?:\+|[- ]?(?:niveau|opleiding|diploma|bachelor|plus))*|hogeschool\w*|"
            r"(?:professionele\s+|academische\s+)?bachelor(?:diploma|opleiding|s?graad)?"
            r"(?!\w)|wo[- ]bachelor",
            ("bachelor",),
        ),
        LevelWords(r"mbo\s?\+?\s*(?:/|of)\s*hbo(?:[- ]?niveau)?", ("vocational", "bachelor")),
        LevelWords(
            r"hbo\s?\+?(?:-)?\s*(?:/|of|en|-)\s*(?:een\s+)?(?:wo|universitair\w*)"
            r"(?:[- ]?(?:niveau|opleiding|diploma))?",
            ("bachelor", "master"),
        ),
        LevelWords(r"bachelor-?\s*(?:/|of)\s*master(?:diploma|opleiding)?", ("bachelor", "master")),
        LevelWords(
            r"wo[- ](?:niveau|opleiding|diploma|master|werk)|(?<=/)wo|wo(?=\s+werk)|"
            r"master(?:diploma|opleiding|graad)?(?!\s*data)|"
            r"universitair\w*\s+(?:\w+\s+)?(?:opleiding|diploma|niveau|denkniveau|master)|"
            r"burgerlijk\s+ingenieur|handelsingenieur|doctorandus",
            ("master",),
        ),
        LevelWords(r"gepromoveerd|doctoraat|ph\.?\s?d\.?|promotieonderzoek", ("doctorate",)),
    ),
    schooling=r"opleidingsbudget|opleidingsmogelijkheden|cursussen|volg(?:en|t)|tijdens\s+je",
    instead=r"of\s+(?:\w+\s+){0,3}?\w*ervaring|werk-?\s+en\s+denkniveau|denkniveau",
    required=r"vereist\w*|noodzakelijk|een\s+must|verplicht|must[- ]have|onmisbaar|nodig",
    preferred=r"(?:is\s+)?(?:een\s+)?(?:grote\s+|mooie\s+)?(?:\bpr[eé]\b|pluspunt(?:en)?|plus)|"
    r"bij\s+voorkeur|idealiter|gewenst|wenselijk|nice[- ]to[- ]have|mooi\s+meegenomen|voordeel|"
    r"liefst|meerwaarde|troef",
    needless=r"(?:niet|geen)\s+(?:\w+\s+){0,3}?(?:vereist\w*|nodig|noodzakelijk|verplicht|must)",
    either=r"of|en/of|dan\s+wel",
    such_as=r"zoals|bijvoorbeeld|bijv\.?|bv\.?|o\.?a\.?|onder\s+andere|als",
    false_friends=frozenset(
        "informatica word rest die slack dash made base swift make front".split()
    ),
    pay=PayWords(
        pay=r"\w*salaris\w*|\w*loon\w*|beloning|verdien\w*|verloning|uurtarief|bruto|salarisschaal",
        other=r"budget|\w+budget|bonus\w*|vergoeding\w*|reiskosten\w*|omzet\w*|premie\w*|vakantiegeld|"
        r"toeslag\w*|maaltijdcheques?|cheques?|dertiende|winstdeling|investering\w*|pensioen\w*|"
        r"korting\w*|eindejaarsuitkering|thuiswerk\w+",
        up_to=r"tot|maximaal|max\.?|tot\s+maximaal|tot\s+wel",
        above=r"vanaf|minimaal",
        gross=r"bruto|netto",
        each=r"per|/|p|de",
        periods={
            "hour": r"uur|u",
            "day": r"dag",
            "week": r"week",
            "month": r"maand|mnd",
            "year": r"jaar|annum",
        },
        adverbs={
            "hour": r"uurloon",
            "day": r"dagelijks",
            "week": r"wekelijks",
            "month": r"maandelijks|p/?m",
            "year": r"jaarlijks|op\s+jaarbasis",
        },
        joins=r"tot|en|t/m|à|tot\s+en\s+met",
    ),
    employment={
        "full_time": r"full-?time|voltijds?",
        "part_time": r"part-?time|deeltijds?",
        "contract": r"freelance\w*|zzp\w*|detachering",
        "temporary": r"tijdelijk\w*|uitzend\w*|bepaalde\s+(?:tijd|duur)",
        "internship": r"stage|stagiaire?",
        "permanent": r"vast\s+(?:contract|dienstverband)|onbepaalde\s+(?:tijd|duur)|vaste\s+"
        r"(?:aanstelling|baan)",
    },
    work_mode={
        "hybrid": r"hybride?(?:\s+werken)?|deels\s+thuis\w*|dag(?:en)?\s+(?:per\s+week\s+)?"
        r"thuiswerken|\d\d\s?%\s+thuiswerk",
        "remote": r"volledig\s+(?:remote|thuiswerk\w*|vanuit\s+huis)|100\s?%\s+(?:remote|thuiswerk)",
        "onsite": r"op\s+locatie|op\s+kantoor",
    },
)
