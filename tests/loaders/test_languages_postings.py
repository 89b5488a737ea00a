"""Whole adverts in four languages, and adverts that mix them with English."""

import pytest

from skillweave.loaders.extraction.reader import extract
from skillweave.loaders.posting import Posting, Stated
from skillweave.loaders.text.sections import read_page
from skillweave.ontology.record import Record

GERMAN = """Softwareentwickler Backend (m/w/d)
Unternehmen: Nordlicht Werkzeugbau GmbH
Standort: Hannover
Vertragsart: Vollzeit, unbefristet

Wir bauen seit über 60 Jahren Maschinen und suchen für unser Team Menschen, die gerne lernen.

Deine Aufgaben
- Du entwickelst mit uns die Schnittstellen unserer Maschinen in Python
- Du betreibst die Dienste in Kubernetes

Dein Profil
- Abgeschlossenes Studium der Informatik oder eine Ausbildung zum Fachinformatiker
- Mindestens vier Jahre Berufserfahrung mit Python oder Java
- Sehr gute Kenntnisse in SQL, z. B. mit PostgreSQL
- Idealerweise kennst du Terraform
- Kenntnisse in SAP sind nicht erforderlich

Das bieten wir dir
- Ein Jahresgehalt von 58.000 bis 66.000 € brutto
- 30 Tage Urlaub, ein Fahrrad und ein Weiterbildungsbudget von 1.500 € pro Jahr
- Excel-Kurse und eine Ausbildung zum Ersthelfer
"""

FRENCH = """Ingénieure logiciel H/F
Entreprise : Atelier des Deux Rives
Lieu : Nantes
Type de contrat : CDI, temps plein
Salaire : 42 000 à 48 000 € brut par an

À propos de nous
Notre société fabrique des vélos depuis 25 ans et nous avons plus de 25 ans d'expérience.

Vos missions
- Vous développez les outils de l'atelier en Python avec notre équipe
- Vous maintenez la base PostgreSQL

Votre profil
- De formation Bac+5 en informatique ou une expérience équivalente
- Vous avez au moins trois ans d'expérience avec Django ou Flask
- Vous maîtrisez Git et Linux
- La connaissance de Docker serait un plus

Nos avantages
- Des tickets restaurant de 9 € par jour et une formation à Excel
"""

DUTCH = """Verpleegkundig adviseur
Organisatie: Zorggroep De Linde
Standplaats: Utrecht
Dienstverband: fulltime, vast contract

Wij zijn een zorggroep die al 30 jaar bestaat en we zoeken een collega voor het team.

Wat ga je doen?
- Je helpt de teams met het dossier in Excel en Power BI
- Je geeft advies aan de klanten van onze huizen

Wat breng je mee?
- Een afgeronde hbo-opleiding of gelijkwaardige werkervaring
- Minimaal twee jaar ervaring met Power BI
- Kennis van SQL is een pré

Wat bieden wij?
- Een salaris tussen € 3.200 en € 4.100 bruto per maand
- Een opleidingsbudget van € 1.000 per jaar
"""

SPANISH = """Desarrolladora web
Empresa: Huerta Clara
Ubicación: Valencia
Tipo de contrato: indefinido, jornada completa

Somos una cooperativa que vende fruta desde hace 15 años y buscamos una persona para el equipo.

Funciones
- Mantener la tienda en línea con PHP y MySQL
- Trabajar con el equipo de diseño de la empresa

Requisitos
- Grado en Informática o ciclo formativo de grado superior
- Al menos dos años de experiencia con Symfony o Laravel
- Dominio de Git
- Se valorará experiencia con Docker

Qué ofrecemos
- Un salario de 26.000 a 31.000 € brutos anuales
- Ayuda de comida de 10 euros al día y clases de Excel
"""


def read(text: str) -> Record:
    return extract(Posting(id="x", text=text), reader="rules")


def skills(record: Record) -> dict[str, str]:
    return {skill.mention: skill.modality for skill in record.skills}


def pay(record: Record) -> list[tuple[float | None, float | None, str, str]]:
    return [(p.min, p.max, p.currency, p.period) for p in record.salaries]


def test_a_german_advert() -> None:
    record = read(GERMAN)
    assert (record.language, record.reader) == ("de", "partial")
    assert record.title.text == "Softwareentwickler Backend (m/w/d)"
    assert record.employer == "Nordlicht Werkzeugbau GmbH"
    assert [(p.city, p.country) for p in record.locations] == [("Hannover", "DE")]
    assert set(record.employment_types) == {"full_time", "permanent"}
    assert pay(record) == [(58_000, 66_000, "EUR", "year")]
    assert skills(record) == {
        "Python": "required", "Java": "required", "Kubernetes": "duty", "SQL": "required",
        "PostgreSQL": "required", "Terraform": "preferred",
    }  # fmt: skip
    (experience,) = record.experience
    assert (experience.min_months, experience.max_months) == (48, None)
    assert [of.mention for of in experience.of] == ["Python", "Java"]
    assert [e.levels for e in record.education] == [("bachelor", "vocational")]
    assert [[o.mention for o in a.options] for a in record.alternatives] == [["Python", "Java"]]


def test_a_french_advert() -> None:
    record = read(FRENCH)
    assert (record.language, record.reader) == ("fr", "partial")
    assert record.title.text == "Ingénieure logiciel H/F"
    assert record.employer == "Atelier des Deux Rives"
    assert [(p.city, p.country) for p in record.locations] == [("Nantes", "FR")]
    assert set(record.employment_types) == {"full_time", "permanent"}
    assert pay(record) == [(42_000, 48_000, "EUR", "year")]
    assert skills(record) == {
        "Python": "duty", "PostgreSQL": "duty", "Django": "required", "Flask": "required",
        "Git": "required", "Linux": "required", "Docker": "preferred",
    }  # fmt: skip
    (experience,) = record.experience
    assert experience.min_months == 36
    assert [of.mention for of in experience.of] == ["Django", "Flask"]
    assert [(e.levels, e.or_experience) for e in record.education] == [(("master",), True)]


def test_a_dutch_advert() -> None:
    record = read(DUTCH)
    assert (record.language, record.reader) == ("nl", "partial")
    assert record.title.text == "Verpleegkundig adviseur"
    assert record.employer == "Zorggroep De Linde"
    assert [(p.city, p.country) for p in record.locations] == [("Utrecht", "NL")]
    assert set(record.employment_types) == {"full_time", "permanent"}
    assert pay(record) == [(3_200, 4_100, "EUR", "month")]
    assert skills(record)["Power BI"] == "required"
    assert skills(record)["SQL"] == "preferred"
    assert [e.min_months for e in record.experience] == [24]
    assert [(e.levels, e.or_experience) for e in record.education] == [(("bachelor",), True)]


def test_a_spanish_advert() -> None:
    record = read(SPANISH)
    assert (record.language, record.reader) == ("es", "partial")
    assert record.title.text == "Desarrolladora web"
    assert record.employer == "Huerta Clara"
    assert [(p.city, p.country) for p in record.locations] == [("Valencia", "ES")]
    assert set(record.employment_types) == {"full_time", "permanent"}
    assert pay(record) == [(26_000, 31_000, "EUR", "year")]
    assert skills(record) == {
        "PHP": "duty", "MySQL": "duty", "Symfony": "required", "Laravel": "required",
        "Git": "required", "Docker": "preferred",
    }  # fmt: skip
    assert [e.min_months for e in record.experience] == [24]
    assert [e.levels for e in record.education] == [("bachelor", "associate")]


MIXED = """Data Engineer
Location: Hamburg

About us
We are a firm that builds tools for the ports of the world, and you will be part of the team.

Deine Aufgaben
- Du entwickelst die Datenmodelle für unser Team und für die Kunden mit dbt
- Du arbeitest mit uns an der Qualität der Daten, auch im Gespräch mit den Kunden

Dein Profil
- Du hast mindestens drei Jahre Erfahrung mit Spark und bist sicher in der Arbeit mit SQL
- Du kennst dich aus mit Machine Learning und Data Mining, denn das ist für uns wichtig

What we ask for
- You have at least 2 years of experience with Kafka and strong communication skills
"""


def test_each_part_of_a_mixed_advert_is_read_by_its_own_rules() -> None:
    record = read(MIXED)
    page = read_page(Posting(id="x", text=MIXED))
    assert record.reader == "partial"
    assert page.language_at(MIXED.index("mindestens")) == "de"
    assert page.language_at(MIXED.index("You have at least")) == "en"
    found = skills(record)
    assert found["dbt"] == "duty"
    assert found["Spark"] == "required"
    assert found["Kafka"] == "required"
    # words for methods and traits are read in the English part alone
    assert "communication" in " ".join(found)
    assert "Machine Learning" not in found
    assert "Data Mining" not in found
    assert sorted(e.min_months or 0 for e in record.experience) == [24, 36]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Java Developer w/hadoop\njava, big data, hadoop, JMS", "en"),
        ("Salesforce Developer\nvisualforce, salesforce.com", "en"),
        ("Solution Architect\nSAP, hybris, e commerce, DU", "en"),
        ("Engineers (SF) https://x.se/1\nhttps://x.se/2\nhttps://x.se/3\nhttps://x.se/4", "en"),
        ("Koch\n\nWir suchen einen Koch, der gerne früh aufsteht und mit uns arbeitet.", "de"),
        ("Kok\n\nWij zoeken een kok die graag vroeg opstaat en met ons werkt in het team.", "nl"),
        ("Cuisinier\n\nNous cherchons une personne qui se lève tôt pour travailler avec nous.", "fr"),
        ("Cocinera\n\nBuscamos una persona que se levante pronto para trabajar con el equipo.", "es"),
        ("Kock\n\nVi söker en kock som gillar att gå upp tidigt och som trivs med oss.", "sv"),
    ],
)  # fmt: skip
def test_the_main_language_is_told_by_running_text(text: str, language: str) -> None:
    assert read_page(Posting(id="x", text=text)).language == language


def test_a_stated_language_counts_where_the_text_does_not_tell() -> None:
    stated = Stated(language="fr-FR")
    assert read_page(Posting(id="x", text="Cuisinier", stated=stated)).language == "fr"
    assert read_page(Posting(id="x", text=GERMAN, stated=stated)).language == "de"


def test_in_a_language_without_a_table_names_of_tools_are_all_that_is_asked_for() -> None:
    record = read("Kock\n\nVi söker en kock som är duktig på Python och som har minst 3 års "
                  "erfarenhet av att laga mat till många i ett stort kök.")  # fmt: skip
    assert record.language == "sv"
    assert record.reader == "partial"
    assert skills(record) == {"Python": "duty"}
    assert record.experience == ()
