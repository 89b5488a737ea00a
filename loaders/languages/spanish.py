"""Spanish, as postings in Spain and Latin America write it."""

from typing import Final

from skillweave.loaders.languages.words import DurationWords, LevelWords, PayWords, Words

_NUMBERS: Final = {
    "un": 1, "uno": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6,
    "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12, "dieciocho": 18,
}  # fmt: skip

SPANISH: Final = Words(
    code="es",
    function_words=frozenset(
        """el los las del y una para con por que se tu su sus nuestro nuestra nuestros como al más en
        de la un es o lo te ti tus serás somos eres ser si ya entre desde sobre este esta estas
        estos nos donde también tiene tienes""".split()
    ),
    headings={
        "benefits": r"(?:qué |lo que )?(?:te )?ofrecemos|beneficios|ventajas|se ofrece|"
        r"por qué (?:nosotros|unirte|trabajar|elegir)|condiciones|qué ganas|nuestra oferta",
        "pay": r"salario|retribución|remuneración|sueldo|banda salarial",
        "apply": r"c[oó]mo (?:aplicar|postular)|inscr[ií]b|proceso|contacto|aplica|postúlate|"
        r"te interesa|candidatura",
        "legal": r"igualdad|diversidad|discapacidad|protección de datos|privacidad|inclusión",
        "preferred": r"deseable|valora|plus\b|se valorará|valorable|nice[- ]to[- ]have|ideal(?:mente)?|"
        r"sería (?:un|ideal)|bonus|puntos extra",
        "education": r"^(?:formación|estudios|educación)(?: académica| requerida)?$|^titulación$",
        "required": r"requisit|perfil|buscamos|experiencia|conocimientos|habilidades|competencias|"
        r"aptitudes|qué (?:necesitas|pedimos|esperamos)|necesitamos|imprescindible|sobre ti|"
        r"lo que (?:pedimos|necesitas|buscamos)|cualificaci|exigid|quién eres|tienes$",
        "duties": r"funciones|responsabilidad|tareas|misión|rol\b|puesto|qué harás|(?:tu )?día a día|"
        r"descripción|harás|lo que harás|stack|tecnolog|retos?|actividades|objetivos?",
        "about": r"(?:sobre|acerca de) nosotros|quiénes somos|nuestra (?:empresa|cultura|historia|"
        r"misión)|nuestros valores|la empresa|sobre (?!ti)\w|contexto|el equipo|compañía|por qué \w",
    },
    labels={
        "title": "puesto, cargo, posición, vacante, título, nombre del puesto",
        "employer": "empresa, empleador, compañía, organización",
        "place": "ubicación, ubicacion, lugar, localidad, lugar de trabajo, ciudad, provincia, "
        "localización, centro de trabajo, sede",
        "employment": "contrato, tipo de contrato, jornada, tipo de jornada, jornada laboral, "
        "duración, horario, tipo de empleo, modalidad de contrato",
        "level": "experiencia, nivel, nivel de experiencia, experiencia mínima, nivel profesional",
        "mode": "modalidad, modalidad de trabajo, teletrabajo",
        "posted": "publicado, fecha de publicación, publicada",
        "closing": "fecha límite, plazo, cierre, fecha de cierre, plazo de inscripción",
        "pay": "salario, sueldo, retribución, remuneración, salario bruto, banda salarial, "
        "salario bruto anual",
        "other": "sector, departamento, área, referencia, estudios mínimos, estudios, idiomas, "
        "incorporación, fecha de inicio, contacto, equipo, formación, vacantes",
    },
    heads=r"(?:ingenier[oa]|desarrollador(?:a)?|programador(?:a)?|analista|consultor(?:a)?|"
    r"técnic[oa]|jef[ea]|director(?:a)?|responsable|gestor(?:a)?|gerente|arquitect[oa]|"
    r"administrativ[oa]|administrador(?:a)?|asesor(?:a)?|comercial|vendedor(?:a)?|contable|"
    r"enfermer[oa]|médic[oa]|profesor(?:a)?|docente|camarer[oa]|cociner[oa]|conductor(?:a)?|"
    r"operari[oa]|mecánic[oa]|electricista|recepcionista|auxiliar|ayudante|becari[oa]|"
    r"coordinador(?:a)?|científic[oa]|investigador(?:a)?|diseñador(?:a)?|especialista|abogad[oa]|"
    r"secretari[oa]|repartidor(?:a)?|moz[oa]|dependient[ea]|encargad[oa]|supervisor(?:a)?|"
    r"redactor(?:a)?|traductor(?:a)?|formador(?:a)?|auditor(?:a)?|comprador(?:a)?|limpiador(?:a)?)"
    r"(?:s|es|/a|\(a\)|@)?",
    head_first=True,
    sought=r"(?:buscamos|busca|buscando|precisamos|necesitamos|seleccionamos|incorporar|"
    r"seleccionar|contratar)\b[^.!?\n]{0,50}?\b(?:una?|a una?|al|el|nuestr[oa]|vacante de)|"
    r"(?-i:Como)|vacante de|puesto de",
    stops=frozenset(
        "para con en que y a al tu serás podrás se formarás quien quiera tendrás cuya cuyo".split()
    ),
    countries={
        "españa": "ES",
        "méxico": "MX",
        "argentina": "AR",
        "colombia": "CO",
        "chile": "CL",
        "perú": "PE",
        "uruguay": "UY",
        "ecuador": "EC",
        "costa rica": "CR",
        "panamá": "PA",
    },
    located=r"(?:oficinas?|sede|ubicad[oa]s?|situad[oa]s?|sitas|sitadas|delegación|centro|planta|"
    r"tienda|equipo|trabajar|puesto)(?:\s+(?:está|están|de\s+trabajo))?\s+(?:en|de)",
    duration=DurationWords(
        units={r"años?": 12, r"mes(?:es)?": 1},
        triggers=("año", "mes"),
        numbers=_NUMBERS,
        minimum=r"al\s+menos|(?:un\s+)?m[ií]nim[oa](?:\s+de)?|como\s+m[ií]nimo|min\.?|no\s+menos\s+de|≥",
        exclusive=r"m[aá]s\s+de|>",
        maximum=r"hasta|menos\s+de|m[aá]ximo(?:\s+de)?|como\s+m[aá]ximo",
        ranges="a|y|o|hasta",
        both=("y", "o"),
        between="entre",
        more=r"(?:o|y)\s+m[aá]s|en\s+adelante",
    ),
    experience=r"experiencias?|experimentad[oa]s?",
    no_experience=r"desde|hace|contrato|duración|periodo de prueba|prácticas|garantía|edad|llevamos|"
    r"últimos|próximos|temporal|beca|cumplimos|durante|permanencia",
    no_experience_after=r"de\s+(?:contrato|garantía|edad|duración|prueba|historia)|renovables?|"
    r"después",
    firm=r"nosotros|nuestr[oa]s?|somos|empresa|compañía|grupo|contamos",
    skill=r"conocimientos?|dominio|manejo|capacidad|habilidad\w*|titulación|nivel|inglés|formación",
    levels=(
        LevelWords(
            r"e\.?s\.?o\.?(?=\s|[,.;/)]|$)|graduado\s+escolar|educación\s+secundaria",
            ("unspecified",),
        ),
        LevelWords(r"bachiller(?:ato)?", ("high_school",)),
        LevelWords(
            r"formación\s+profesional|f\.?p\.?(?:\s*(?:i|1|medio))?|ciclo\s+formativo"
            r"(?:\s+de\s+grado\s+medio)?|(?:cf)?gm|grado\s+medio|"
            r"(?:ciclo|técnico)\s+de\s+grado\s+medio",
            ("vocational",),
        ),
        LevelWords(
            r"grado\s+superior|cfgs|técnico\s+superior|f\.?p\.?\s*(?:ii|2|superior|"
            r"(?:de\s+)?grado\s+superior)|formación\s+profesional\s+(?:de\s+)?grado\s+superior|"
            r"ciclo\s+formativo\s+(?:de\s+)?grado\s+superior|tecnicatura",
            ("associate",),
        ),
        LevelWords(
            r"grado(?=\s+(?:en\b|universitario|o\b|de\s+(?:ingenier|informát)))"
            r"(?:\s+universitario)?|licenciatura|licenciad[oa]s?|diplomatura|diplomad[oa]s?|"
            r"(?:título|titulación|estudios|formación|carrera|titulad[oa])\s+"
            r"(?:universitari[oa]s?|superior(?:es)?|profesional(?=\s+universitari))|"
            r"graduad[oa]\s+en|titulación\s+en|título\s+de\s+grado|ingeniería\s+(?:técnica|"
            r"superior)|bachelor|carrera\s+(?:en|de)",
            ("bachelor",),
        ),
        LevelWords(r"máster|master|maestría|posgrado|postgrado|mba", ("master",)),
        LevelWords(r"doctorado|doctor(?:a)?\s+en|ph\.?\s?d\.?", ("doctorate",)),
    ),
    schooling=r"formación\s+(?:continua|interna)|cursos|plan\s+de\s+formación|presupuesto",
    instead=r"o\s+(?:una\s+)?(?:\w+\s+){0,2}?experiencia|experiencia\s+equivalente",
    required=r"imprescindibles?|necesari[oa]s?|obligatori[oa]s?|requerid[oa]s?|indispensables?|"
    r"must[- ]have|exigid[oa]s?",
    preferred=r"deseables?|valorables?|se\s+valorar[áa]\w*|valoraremos|se\s+valora\w*|(?:un|es\s+un)\s+"
    r"plus|preferible(?:mente)?|idealmente|nice[- ]to[- ]have|opcional(?:es)?|sería\s+(?:un\s+plus|"
    r"ideal|interesante)|no\s+imprescindible|aunque\s+no\s+es\s+imprescindible|ventaja|suma\w*",
    needless=r"no\s+(?:es\s+|se\s+)?(?:necesari[oa]s?|requier\w+|requerid[oa]s?|obligatori[oa]s?|"
    r"exige\w*|precisa\w*)|sin\s+necesidad",
    either=r"o|u|y/o|o\s+bien",
    such_as=r"como|tales\s+como|por\s+ejemplo|p\.?\s?ej\.?|ej\.?:?|tipo",
    false_friends=frozenset("sage base dash made rest react dense elm pandas front".split()),
    pay=PayWords(
        pay=r"salario\w*|salarial\w*|sueldo\w*|retribución|remuneración|banda|bruto\w*|fijo",
        other=r"presupuesto|bonus|incentivos?|comisi\w+|facturación|ticket\w*|ayuda|dietas?|"
        r"guardería|formación|cheque\w*|seguro|prima|fondos?|financiación|inversión|ahorro|"
        r"teletrabajo|variable",
        up_to=r"hasta|máximo(?:\s+de)?|máx\.?",
        above=r"desde|a\s+partir\s+de|mínimo(?:\s+de)?",
        gross=r"brut[oa]s?|net[oa]s?|b",
        each=r"por|al|a\s+la|/|el|la",
        periods={
            "hour": r"hora|h",
            "day": r"día|dia",
            "week": r"semana",
            "month": r"mes",
            "year": r"año",
        },
        adverbs={
            "hour": r"por\s+hora",
            "day": r"diarios?",
            "week": r"semanal(?:es)?",
            "month": r"mensual(?:es)?|mensualmente",
            "year": r"anual(?:es)?|anualmente|b\.?/a(?:ño)?",
        },
        joins=r"a|y|hasta",
    ),
    employment={
        "full_time": r"jornada\s+completa|tiempo\s+completo",
        "part_time": r"media\s+jornada|jornada\s+parcial|tiempo\s+parcial",
        "contract": r"autónom[oa]|freelance|por\s+(?:obra|proyecto)",
        "temporary": r"(?:contrato\s+)?temporal|eventual",
        "internship": r"prácticas|beca|becari[oa]",
        "permanent": r"indefinid[oa]|contrato\s+fijo",
    },
    work_mode={
        "hybrid": r"híbrid[oa]|modelo\s+mixto|días?\s+(?:a\s+la\s+semana\s+)?de\s+teletrabajo|"
        r"teletrabajo\s+parcial",
        "remote": r"(?:100\s?%|full)[- ]?\s?(?:remoto|teletrabajo|remote)|en\s+remoto|totalmente\s+"
        r"remoto|trabajo\s+remoto|teletrabajo\s+(?:total|completo)",
        "onsite": r"presencial",
    },
)
