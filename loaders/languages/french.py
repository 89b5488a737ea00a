"""French, as postings in France, Belgium, Switzerland and Canada write it."""

from typing import Final

from skillweave.loaders.languages.words import DurationWords, LevelWords, PayWords, Words

_NUMBERS: Final = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "quinze": 15, "dix-huit": 18,
}  # fmt: skip

FRENCH: Final = Words(
    code="fr",
    function_words=frozenset(
        """le la les des et un une du pour dans vous nous est sur avec au aux que qui votre notre vos
        nos ou tu ton ta tes par ce cette ces être avez avons sera serez afin ainsi chez sein
        dont leur sont vers aussi tout toute comme en entre""".split()
    ),
    headings={
        "benefits": r"avantages?|(?:ce que )?nous (?:t')?(?:offrons|proposons|vous offrons)|"
        r"(?:ce )?que nous (?:te|vous) (?:offrons|proposons)|on (?:t'|vous )?offre|"
        r"pourquoi (?:nous|rejoindre|les rejoindre|choisir)|bénéfices|package|nos plus\b|"
        r"on te propose|nous t'offrons",
        "pay": r"salaire|rémunération|fourchette",
        "apply": r"postul|candidat(?:er|ure)|contact|process(?:us)?\b|déroulement|étapes|"
        r"intéressé|recrutement|questions et réponses",
        "legal": r"égalité|diversité|handicap|données personnelles|rgpd|inclusion",
        "preferred": r"les \+|un plus|atout|apprécié|(?<!profil )souhaité|bonus|nice[- ]to[- ]have|idéalement",
        "education": r"^formations?(?: et expérience| & expérience)?$|^diplômes?$|^éducation$",
        "required": r"profil|compétence|qualification|exigence|prérequis|pré-requis|expérience|"
        r"(?:ce que )?(?:tu|vous) apport|qui (?:es-tu|êtes-vous)|(?:tu|vous) (?:as|avez|es|êtes)$|"
        r"recherch|connaissances|savoir[- ](?:être|faire)|requis|attendons de|à propos de (?:toi|vous)",
        "duties": r"mission|responsabilit|tâches|(?<!résumé du )poste|rôle|contribution|quotidien|activités|stack|"
        r"environnement technique|(?:tu|vous) (?:feras|ferez)|au programme|technologies|"
        r"périmètre|objectifs",
        "about": r"à propos|qui sommes|l'entreprise|notre (?:histoire|culture|équipe|mission|vision)|"
        r"présentation|société|l'équipe|contexte|découvr|nos valeurs|description de l'entreprise",
    },
    labels={
        "title": "poste, intitulé, intitulé du poste, fonction, métier, titre",
        "employer": "entreprise, société, employeur, organisme",
        "place": "lieu, localisation, lieu de travail, ville, lieux, localité, lieu du poste, "
        "lieu de mission, site",
        "employment": "contrat, type de contrat, type d'emploi, temps de travail, durée, "
        "durée du contrat, horaires, nature du contrat",
        "level": "expérience, niveau d'expérience, séniorité, niveau",
        "mode": "télétravail, mode de travail",
        "posted": "publié le, date de publication, publiée le, mise en ligne",
        "closing": "date limite, date limite de candidature, clôture",
        "pay": "salaire, rémunération, fourchette, fourchette salariale, salaire brut, tjm",
        "other": "résumé du poste, secteur, référence, service, département, éducation, formation, début, "
        "date de début, prise de poste, contact, équipe, langue, langues, compétences",
    },
    heads=r"(?:ingénieur|développeu(?:r|se)|chargé|chef|cheffe|directeur|directrice|responsable|"
    r"technicien|consultant|conseill(?:er|ère)|assistant|architecte|analyste|gestionnaire|"
    r"comptable|infirmi(?:er|ère)|médecin|enseignant|professeur|vendeu(?:r|se)|commercial|"
    r"acheteu(?:r|se)|opérateur|opératrice|agent|employé|ouvrier|cuisini(?:er|ère)|serveu(?:r|se)|"
    r"chauffeur|conducteur|conductrice|mécanicien|électricien|administrateur|administratrice|"
    r"coordinateur|coordinatrice|juriste|avocat|alternant|stagiaire|apprenti|rédacteur|rédactrice|"
    r"formateur|formatrice|animateur|animatrice|contrôleu(?:r|se)|préparateur|préparatrice|"
    r"magasinier|éducateur|éducatrice|aide-soignant|secrétaire|scientifique|statisticien|"
    r"concepteur|conceptrice|graphiste|chercheu(?:r|se)|expert|spécialiste|pilote|auditeur|"
    r"directeur|adjoint|délégué)(?:e|s|es|ne|nes|\(e\)|\.e|·e|/e)?",
    head_first=True,
    sought=r"(?:recherch(?:ons|e|ent)|recrut(?:ons|e|ent)|cherch(?:ons|e))\b[^.!?\n]{0,60}?\b"
    r"(?:une?(?:\s*\(e\)|\(e\)|[·.]e)?|notre|son|sa|des|leur)|(?-i:En) (?:tant qu['’](?:une?\s+)?|"
    r"qualité d['’])|[Pp]oste d['’e]\s?",
    stops=frozenset(
        "pour afin au à en qui capable h/f f/h basé basée chez dans tu vous il elle nous avec sera "
        "souhaitant ayant et".split()
    ),
    countries={
        "france": "FR",
        "belgique": "BE",
        "suisse": "CH",
        "luxembourg": "LU",
        "canada": "CA",
        "québec": "CA",
        "monaco": "MC",
        "maroc": "MA",
    },
    located=r"(?:basée?s?|situ[ée]e?s?|bureaux?|locaux|siège|site|agence|poste|usine|équipe)"
    r"(?:\s+(?:est|sont))?(?:\s+basée?s?)?\s+(?:à|de|en)",
    duration=DurationWords(
        units={r"(?:ans?|années?)": 12, r"mois": 1},
        triggers=(" an", "\xa0an", "\u202fan", "mois"),
        numbers=_NUMBERS,
        minimum=r"au\s+moins|(?:un\s+)?minimum(?:\s+de)?|au\s+minimum|min\.?|d['’]au\s+moins|≥",
        exclusive=r"plus\s+de|>",
        maximum=r"jusqu['’]à|moins\s+de|maximum|au\s+plus",
        ranges="à|et|ou",
        both=("et", "ou"),
        between="entre",
        more=r"(?:et|ou)\s+plus|minimum\b|et\s+au[- ]delà",
    ),
    experience=r"expériences?|expérimentée?s?|ancienneté\s+sur\s+un\s+poste|d['’]exp\b",
    no_experience=r"depuis|il y a|cdd|contrat|durée|mission de|période d['’]essai|stage|garantie|"
    r"âgée?s?\s+de|créée?\s+|existe|alternance|en moins de|ces|les (?:premiers|prochains)|d['’]ici|"
    r"renouvelable|engagement|en|fêt\w+",
    no_experience_after=r"renouvelables?|de\s+(?:contrat|cdd|garantie|stage)|d['’]existence|"
    r"d['’]études|en\s+cdd|plus\s+tard",
    firm=r"nous|notre|nos|entreprise|société|groupe|cabinet",
    skill=r"maîtris\w*|connaissances?|compétences?|savoir|capacité|diplôm\w*|anglais|aisance|"
    r"pratique",
    levels=(
        LevelWords(r"brevet des collèges", ("unspecified",)),
        LevelWords(
            r"bac(?:calauréat)?(?!\s*\+|\s*[\d±])(?:\s+(?:pro(?:fessionnel)?|général|"
            r"technologique|scientifique|s|es|sti))?",
            ("high_school",),
        ),
        LevelWords(r"c\.?a\.?p\.?|b\.?e\.?p\.?|titre\s+professionnel", ("vocational",)),
        LevelWords(r"bac\s*\+\s*[12]|b\.?t\.?s\.?|d\.?u\.?t\.?|deug|deust", ("associate",)),
        LevelWords(r"bac\s*\+\s*2\s*(?:/|à|ou|-)\s*(?:bac\s*)?\+?\s*3", ("associate", "bachelor")),
        LevelWords(r"bac\s*\+\s*2\s*(?:/|à|ou|-)\s*(?:bac\s*)?\+?\s*5", ("associate", "master")),
        LevelWords(
            r"bac\s*\+\s*[34]|bachelor|licence(?=\s+(?:pro|en\b|de\b|ou\b|universit|"
            r"informatique|minimum)|\s*[/,(.)]|\s*$)|licence\s+professionnelle|"
            r"b\.u\.t\.?|maîtrise\s+(?:universitaire|de\s+droit)",
            ("bachelor",),
        ),
        LevelWords(r"bac\s*\+\s*[34]\s*(?:/|à|ou|-)\s*(?:bac\s*)?\+?\s*5", ("bachelor", "master")),
        LevelWords(r"bac\s*\+\s*4\s*(?:/|à|ou|-)\s*(?:bac\s*)?\+?\s*5", ("bachelor", "master")),
        LevelWords(
            r"bac\s*\+\s*[56](?:\s*/?\s*(?:ou\s+)?master)?|master(?:\s*(?:2|ii|1))?|mastère|"
            r"m2|diplôme\s+d['’]ingénieur|(?:grandes?\s+)?écoles?\s+d['’]ingénieurs?|"
            r"grandes?\s+écoles?|écoles?\s+de\s+commerce|d\.?e\.?s\.?s\.?|"
            r"formation\s+(?:d['’])?ingénieure?",
            ("master",),
        ),
        LevelWords(
            r"bac\s*\+\s*[78]|doctorat|thèse(?=\s+(?:de|en)\b)|ph\.?\s?d\.?|docteure?\s+en",
            ("doctorate",),
        ),
        LevelWords(
            r"(?:diplôme|formation|cursus|études)\s+(?:de\s+l['’]enseignement\s+)?"
            r"(?:supérieure?s?|universitaires?)|enseignement\s+supérieur|"
            r"diplôme\s+universitaire",
            ("unspecified",),
        ),
    ),
    schooling=r"plan\s+de\s+formation|formations?\s+(?:internes?|continues?)|licences?\s+(?:logicielle"
    r"|saas|d['’]exploitation)",
    instead=r"ou\s+(?:une\s+)?(?:\w+\s+){0,3}?expérience|ou\s+équivalent\s+en\s+expérience",
    required=r"requise?s?|exigée?s?|indispensables?|obligatoires?|impérati\w+|nécessaires?|"
    r"must[- ]have",
    preferred=r"(?:serait|est|sont|seraient|constitue\w*)?\s?(?:un|de\s+vrais?|des|les)?\s?(?:vrai|"
    r"gros|réel)?s?\s?(?:\bplus(?=\s*[.,;:!)]|\s*$)|atouts?)|appréciée?s?|souhaitée?s?|"
    r"souhaitables?|idéalement|de préférence|nice[- ]to[- ]have|bonus|bienvenue?s?|facultati\w+|"
    r"optionnel\w*",
    needless=r"(?:pas|non|n['’]est pas|aucune?)\s+(?:\w+\s+){0,3}?(?:requise?s?|nécessaires?|"
    r"exigée?s?|obligatoires?|indispensables?)",
    either=r"ou|et/ou|voire",
    such_as=r"tel(?:le)?s?\s+que?|par\s+exemple|p\.?\s?ex\.?|ex\s*:|comme|du\s+type|type|notamment",
    false_friends=frozenset(
        ("s plus", *"notion die made base sage dense pandas rest swift dash front".split())
    ),
    pay=PayWords(
        pay=r"salaire\w*|rémunération\w*|rémunérée?|fixe|tjm|taux\s+(?:horaire|journalier)|"
        r"fourchette\w*|paie|brut",
        other=r"primes?|budget|chiffre\s+d['’]affaires|ca|levée|levé|levés|tickets?|titres?-resto\w*|"
        r"participation|intéressement|indemnit\w*|cooptation|formation|mutuelle|remboursement\w*|"
        r"arr|investi\w*|capital|carte|forfait|aide|économis\w*|prix",
        up_to=r"jusqu['’]à|maximum|max\.?",
        above=r"à\s+partir\s+de|dès|au\s+moins|minimum",
        gross=r"brute?s?|nette?s?|bruts",
        each=r"par|/|l['’]|de\s+l['’]|à\s+l['’]|le|la",
        periods={
            "hour": r"heure|h",
            "day": r"jour|j",
            "week": r"semaine",
            "month": r"mois",
            "year": r"ans?|année",
        },
        adverbs={
            "hour": r"horaires?",
            "day": r"journaliers?",
            "week": r"hebdomadaires?",
            "month": r"mensuel(?:le)?s?|mensuellement",
            "year": r"annuel(?:le)?s?|annuellement",
        },
        joins=r"à|et|jusqu['’]à",
    ),
    employment={
        "full_time": r"temps\s+(?:plein|complet)",
        "part_time": r"temps\s+partiel|mi-temps",
        "contract": r"free-?lance|indépendante?|portage\s+salarial",
        "temporary": r"cdd|intérim\w*|contrat\s+à\s+durée\s+déterminée|saisonni\w+",
        "internship": r"stage|stagiaire",
        "permanent": r"cdi|contrat\s+à\s+durée\s+indéterminée",
    },
    work_mode={
        "hybrid": r"hybride|télétravail\s+(?:fréquent|partiel|occasionnel|hybride|possible|\d)\w*|"
        r"jours?\s+(?:par\s+semaine\s+)?(?:de|en)\s+télétravail",
        "remote": r"télétravail\s+(?:total|complet|intégral|à\s+100)|full[- ]remote|100\s?%\s+"
        r"(?:télétravail|remote|à\s+distance)",
        "onsite": r"présentiel|sur\s+site",
    },
)
