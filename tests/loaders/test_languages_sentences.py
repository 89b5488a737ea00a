"""Single sentences in four languages: what they ask for, how strongly, and what they do not say.

Each sentence stands below a heading for requirements in a page of its language.
"""

import re
from dataclasses import dataclass, field

import pytest

from skillweave.loaders.extraction.reader import extract
from skillweave.loaders.posting import Posting
from skillweave.ontology.record import Record

FRAMES = {
    "de": "Datenanalyst (m/w/d)\n\nWir suchen dich für unser Team, und wir freuen uns auf die "
    "Zusammenarbeit mit dir.\n\nDein Profil\n",
    "fr": "Analyste de données H/F\n\nNous cherchons une personne pour notre équipe, et vous "
    "travaillez avec nous dans les projets.\n\nVotre profil\n",
    "nl": "Data-analist\n\nWij zoeken een collega voor ons team en je werkt met ons aan het "
    "platform van de klant.\n\nJouw profiel\n",
    "es": "Analista de datos\n\nBuscamos una persona para nuestro equipo y trabajarás con los "
    "proyectos de la empresa.\n\nRequisitos\n",
}


@dataclass(frozen=True)
class Case:
    """A sentence and what it says: name -> modality, (least, most) months, levels, pay."""

    language: str
    sentence: str
    skills: dict[str, str] = field(default_factory=dict)
    months: list[tuple[int | None, int | None, str]] = field(default_factory=list)
    levels: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    pay: list[tuple[float | None, float | None, str, str]] = field(default_factory=list)


REQUIRED, PREFERRED = "required", "preferred"

CASES = [
    # German
    Case("de", "Mindestens drei Jahre Berufserfahrung mit Python und PostgreSQL",
         {"Python": REQUIRED, "PostgreSQL": REQUIRED}, [(36, None, REQUIRED)]),
    Case("de", "2-4 Jahre Erfahrung in der Softwareentwicklung", months=[(24, 48, REQUIRED)]),
    Case("de", "Zwischen zwei und fünf Jahren einschlägige Berufserfahrung",
         months=[(24, 60, REQUIRED)]),
    Case("de", "Eine zweijährige Berufserfahrung im Vertrieb bringst du mit",
         months=[(24, None, REQUIRED)]),
    Case("de", "Erste Berufserfahrung (mind. 6 Monate) mit Power BI",
         {"Power BI": REQUIRED}, [(6, None, REQUIRED)]),
    Case("de", "Idealerweise Erfahrung mit Kubernetes und Terraform",
         {"Kubernetes": PREFERRED, "Terraform": PREFERRED}),
    Case("de", "Sehr gute Kenntnisse in Python, Kenntnisse in Scala sind von Vorteil",
         {"Python": REQUIRED, "Scala": PREFERRED}),
    Case("de", "Kenntnisse in Docker sind nicht erforderlich"),
    Case("de", "Erfahrung mit Java oder Kotlin", {"Java": REQUIRED, "Kotlin": REQUIRED}),
    Case("de", "Abgeschlossenes Studium der Informatik oder eine vergleichbare Ausbildung",
         levels=[(("bachelor", "vocational"), REQUIRED)]),
    Case("de", "Abitur oder Fachhochschulreife", levels=[(("high_school",), REQUIRED)]),
    Case("de", "Bachelor, idealerweise Master in Statistik",
         levels=[(("bachelor",), REQUIRED), (("master",), PREFERRED)]),
    Case("de", "Abgeschlossene Promotion in Physik", levels=[(("doctorate",), REQUIRED)]),
    Case("de", "Du hast eine Berufsausbildung als Elektroniker",
         levels=[(("vocational",), REQUIRED)]),
    Case("de", "Unser Haus besteht seit 40 Jahren und hat viel Erfahrung"),
    Case("de", "Die Stelle ist auf 2 Jahre befristet, Erfahrung hilft dir"),
    Case("de", "Gehalt: 45.000 bis 52.000 € brutto pro Jahr",
         pay=[(45_000, 52_000, "EUR", "year")]),
    Case("de", "Der Stundenlohn beträgt 1.234,56 EUR monatlich oder mehr",
         pay=[(1_234.56, 1_234.56, "EUR", "month")]),
    Case("de", "Wir zahlen ab 18,50 €/Std.", pay=[(18.5, None, "EUR", "hour")]),
    # French
    Case("fr", "Vous justifiez d'au moins trois ans d'expérience avec Spark et Airflow",
         {"Spark": REQUIRED, "Airflow": REQUIRED}, [(36, None, REQUIRED)]),
    Case("fr", "Expérience de 2 à 5 ans sur un poste similaire", months=[(24, 60, REQUIRED)]),
    Case("fr", "Une première expérience d'un an minimum", months=[(12, None, REQUIRED)]),
    Case("fr", "Plus de 5 années d'expérience en gestion de projet",
         months=[(60, None, REQUIRED)]),
    Case("fr", "18 mois d'expérience souhaités", months=[(18, None, PREFERRED)]),
    Case("fr", "La maîtrise de Kafka serait un plus", {"Kafka": PREFERRED}),
    Case("fr", "Idéalement, vous connaissez Terraform", {"Terraform": PREFERRED}),
    Case("fr", "Python et SQL exigés ; Scala apprécié",
         {"Python": REQUIRED, "SQL": REQUIRED, "Scala": PREFERRED}),
    Case("fr", "La connaissance de Java n'est pas nécessaire"),
    Case("fr", "Diplôme Bac+5 en informatique ou expérience équivalente",
         levels=[(("master",), REQUIRED)]),
    Case("fr", "De formation Bac +2/3, vous aimez les chiffres",
         levels=[(("associate", "bachelor"), REQUIRED)]),
    Case("fr", "Titulaire d'une licence professionnelle ou d'un BTS",
         levels=[(("bachelor", "associate"), REQUIRED)]),
    Case("fr", "Un doctorat en mathématiques est un atout", levels=[(("doctorate",), PREFERRED)]),
    Case("fr", "Baccalauréat ou CAP", levels=[(("high_school", "vocational"), REQUIRED)]),
    Case("fr", "Nous existons depuis 20 ans et notre expérience est reconnue"),
    Case("fr", "CDD de 12 mois, expérience bienvenue"),
    Case("fr", "Salaire : 45.000 € brut/an", pay=[(45_000, 45_000, "EUR", "year")]),
    Case("fr", "Rémunération de 2 300 € par mois", pay=[(2_300, 2_300, "EUR", "month")]),
    Case("fr", "Une prime annuelle de 1 500 € par an"),
    # Dutch
    Case("nl", "Minimaal 3 jaar ervaring met Azure en Databricks",
         {"Microsoft Azure": REQUIRED, "Databricks": REQUIRED}, [(36, None, REQUIRED)]),
    Case("nl", "Tussen twee en vier jaar werkervaring", months=[(24, 48, REQUIRED)]),
    Case("nl", "Je hebt 2-4 jaar ervaring in een soortgelijke functie",
         months=[(24, 48, REQUIRED)]),
    Case("nl", "Meer dan vijf jaar ervaring in de zorg", months=[(60, None, REQUIRED)]),
    Case("nl", "Werkervaring: 0 - 2 jaar", months=[(0, 24, REQUIRED)]),
    Case("nl", "Kennis van Kubernetes is een pré", {"Kubernetes": PREFERRED}),
    Case("nl", "Bij voorkeur heb je gewerkt met Snowflake", {"Snowflake": PREFERRED}),
    Case("nl", "Kennis van SQL is vereist; Python is een pluspunt",
         {"SQL": REQUIRED, "Python": PREFERRED}),
    Case("nl", "Ervaring met Java is niet nodig"),
    Case("nl", "Je hebt een afgeronde hbo- of wo-opleiding",
         levels=[(("bachelor", "master"), REQUIRED)]),
    Case("nl", "HBO werk- en denkniveau", levels=[(("bachelor",), REQUIRED)]),
    Case("nl", "Een mbo-diploma niveau 4 in de techniek", levels=[(("vocational",), REQUIRED)]),
    Case("nl", "Havo of vwo afgerond", levels=[(("high_school",), REQUIRED)]),
    Case("nl", "Een masterdiploma is een pluspunt", levels=[(("master",), PREFERRED)]),
    Case("nl", "Ons bedrijf bestaat al 25 jaar en heeft veel ervaring"),
    Case("nl", "Een contract van 1 jaar, ervaring is welkom"),
    Case("nl", "Salaris: €3.500 - €4.800 bruto per maand",
         pay=[(3_500, 4_800, "EUR", "month")]),
    Case("nl", "Je salaris ligt tussen €4.200 en €5.200 per maand",
         pay=[(4_200, 5_200, "EUR", "month")]),
    Case("nl", "Uurloon vanaf € 16,50 per uur", pay=[(16.5, None, "EUR", "hour")]),
    # Spanish
    Case("es", "Al menos dos años de experiencia con Python y Django",
         {"Python": REQUIRED, "Django": REQUIRED}, [(24, None, REQUIRED)]),
    Case("es", "Experiencia de entre 3 y 5 años en ventas", months=[(36, 60, REQUIRED)]),
    Case("es", "Experiencia mínima de 18 meses", months=[(18, None, REQUIRED)]),
    Case("es", "Más de cuatro años de experiencia en logística", months=[(48, None, REQUIRED)]),
    Case("es", "Cinco años o más de experiencia", months=[(60, None, REQUIRED)]),
    Case("es", "Se valorará experiencia con Kafka", {"Kafka": PREFERRED}),
    Case("es", "Conocimientos de Terraform (deseable)", {"Terraform": PREFERRED}),
    Case("es", "SQL imprescindible; Scala valorable", {"SQL": REQUIRED, "Scala": PREFERRED}),
    Case("es", "No se requiere experiencia con Java"),
    Case("es", "Grado en Ingeniería Informática o experiencia equivalente",
         levels=[(("bachelor",), REQUIRED)]),
    Case("es", "Licenciatura en Economía", levels=[(("bachelor",), REQUIRED)]),
    Case("es", "Ciclo formativo de grado superior en electricidad",
         levels=[(("associate",), REQUIRED)]),
    Case("es", "Bachillerato o FP de grado medio",
         levels=[(("high_school", "vocational"), REQUIRED)]),
    Case("es", "Máster deseable en Ciencia de Datos", levels=[(("master",), PREFERRED)]),
    Case("es", "Doctorado en Química", levels=[(("doctorate",), REQUIRED)]),
    Case("es", "La empresa tiene su sede aquí desde hace 30 años y mucha experiencia"),
    Case("es", "Contrato de 6 meses con experiencia formativa"),
    Case("es", "Salario: 30.000 - 36.000 € brutos anuales",
         pay=[(30_000, 36_000, "EUR", "year")]),
    Case("es", "Sueldo entre 1.600 y 1.900 euros al mes", pay=[(1_600, 1_900, "EUR", "month")]),
    Case("es", "Ayuda de comida de 11 euros al día"),
]  # fmt: skip


def read(case: Case) -> Record:
    return extract(
        Posting(id="x", text=FRAMES[case.language] + case.sentence + "\n"), reader="rules"
    )


def name(case: Case) -> str:
    return f"{case.language}-{re.sub(r'[^a-z]+', '-', case.sentence.lower())[:50]}"


@pytest.mark.parametrize("case", CASES, ids=name)
def test_a_sentence_is_read_by_the_rules_of_its_language(case: Case) -> None:
    record = read(case)
    assert record.language == case.language
    assert record.reader == "partial"
    assert {skill.label: skill.modality for skill in record.skills} == case.skills
    assert [(e.min_months, e.max_months, e.modality) for e in record.experience] == case.months
    assert [(e.levels, e.modality) for e in record.education] == case.levels
    assert [(p.min, p.max, p.currency, p.period) for p in record.salaries] == case.pay
