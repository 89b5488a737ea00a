"""Sentences of our own making, each with what it says; the name of a case says what it shows.

Unless a case says otherwise its sentence is an item below the heading "Requirements". What a case
does not mention is not looked at; what it mentions must be read exactly so.
"""

from typing import Final, NamedTuple


class Duration(NamedTuple):
    """A stated duration; ``of`` are the labels of what it is in, None where that is not looked at."""

    minimum: int | None
    maximum: int | None
    modality: str = "required"
    of: tuple[str, ...] | None = None
    excludes: tuple[str, ...] = ()


class Degree(NamedTuple):
    """A stated level of education."""

    levels: tuple[str, ...]
    fields: tuple[str, ...] = ()
    modality: str = "required"
    or_experience: bool = False


class Pay(NamedTuple):
    """A stated pay band."""

    minimum: float | None
    maximum: float | None
    currency: str = "USD"
    period: str = "year"
    place: str | None = None


class Case(NamedTuple):
    """A sentence and what is read from it; None where a part is not looked at.

    ``absent`` are labels that must not be among the skills; ``heading`` opens the section that the
    sentence stands in, and without one (empty) it follows the title directly.
    """

    shows: str
    sentence: str
    skills: dict[str, str] | None = None
    absent: tuple[str, ...] = ()
    choices: tuple[tuple[str, ...], ...] | None = None
    experience: tuple[Duration, ...] | None = None
    education: tuple[Degree, ...] | None = None
    pay: tuple[Pay, ...] | None = None
    employment: tuple[str, ...] | None = None
    mode: str | None = None
    sponsorship: str | None = None
    heading: str = "Requirements"


class TitleCase(NamedTuple):
    """A title and what is taken from it."""

    shows: str
    title: str
    role: str
    seniority: str | None


def _req(*labels: str) -> dict[str, str]:
    return dict.fromkeys(labels, "required")


def _nice(*labels: str) -> dict[str, str]:
    return dict.fromkeys(labels, "preferred")


_NAMES: Final = (
    Case("Go is a language in a list", "Python, Go and Rust", skills=_req("Python", "Go", "Rust")),
    Case("go is a verb elsewhere", "You go to customers and use SQL there.", absent=("Go",)),
    Case("R stands beside Python", "Experience with R and Python", skills=_req("R", "Python")),
    Case("R is a letter in R&D", "Interest in R&D budgets", absent=("R",)),
    Case("C is not C++", "Programming in C++", absent=("C",), skills=_req("programming", "C++")),
    Case("Java is not JavaScript", "Solid JavaScript", skills=_req("JavaScript"), absent=("Java",)),
    Case("SQL is not SQL Server", "Solid SQL Server skills", skills=_req("SQL Server")),
    Case("excel is a verb", "You excel at calming upset callers.", absent=("Microsoft Excel",)),
    Case("Excel is a tool", "Proficient in Excel", skills=_req("Microsoft Excel")),
    Case("access is a noun", "Access to a car is needed.", absent=("Microsoft Access",)),
    Case(
        "Access stands beside Excel",
        "Microsoft Excel and Access",
        skills=_req("Microsoft Excel", "Microsoft Access"),
    ),
    Case("spark is a noun", "We want people with a spark in their eyes.", absent=("Spark",)),
    Case("Spark is an engine", "Experience with Spark and Kafka", skills=_req("Spark", "Kafka")),
    Case("swift is an adjective", "A swift response to outages", absent=("Swift",)),
    Case(
        "Chef is a tool beside Puppet",
        "Puppet, Chef or Ansible",
        choices=(("Puppet", "Chef", "Ansible"),),
    ),
    Case("chef is a cook", "Help our chef in the kitchen", absent=("Chef",)),
    Case(
        "oracle is no database here", "The oracle of the sales floor", absent=("Oracle Database",)
    ),
    Case("react is a verb", "You react calmly to complaints.", absent=("React",)),
    Case(
        "capitals spell the same name", "KUBERNETES AND DOCKER", skills=_req("Kubernetes", "Docker")
    ),
    Case("an alias gives its concept", "Strong k8s knowledge", skills=_req("Kubernetes")),
    Case(".NET keeps its dot", "Solid .NET knowledge", skills=_req(".NET")),
    Case("C# keeps its sign", "Experience with C#", skills=_req("C#"), absent=("C",)),
    Case("Node.js keeps its dot", "Experience with Node.js", skills=_req("Node.js")),
    Case(
        "an address names no tool",
        "Apply at https://python.example.org/sql",
        absent=("Python", "SQL"),
    ),
    Case("a slash may be part of a name", "Knowledge of CI/CD", skills=_req("CI/CD"), choices=()),
    Case(
        "two words share their head",
        "Responsible and explainable AI",
        skills=_req("responsible AI", "explainable AI"),
    ),
)

_CHOICES: Final = (
    Case("or between two", "Experience with Python or Java", choices=(("Python", "Java"),)),
    Case("or closes a list", "Python, Scala, or Java", choices=(("Python", "Scala", "Java"),)),
    Case("or without its comma", "Python, Scala or Java", choices=(("Python", "Scala", "Java"),)),
    Case("and is no choice", "Python, Scala and Java", choices=()),
    Case("commas alone are no choice", "Python, Scala, Java", choices=()),
    Case(
        "either after and",
        "Python and either Spark or Kafka",
        choices=(("Spark", "Kafka"),),
        skills=_req("Python", "Spark", "Kafka"),
    ),
    Case("and after or", "Python or Java and Docker", choices=(("Python", "Java"),)),
    Case(
        "two choices in one list",
        "Python or Java, MySQL or PostgreSQL",
        choices=(("Python", "Java"), ("MySQL", "PostgreSQL")),
    ),
    Case(
        "a choice and then a list",
        "Python or Java, Docker, Kubernetes",
        choices=(("Python", "Java"),),
    ),
    Case(
        "a slash is a choice",
        "Experience with AWS/Azure",
        choices=(("Amazon Web Services", "Microsoft Azure"),),
    ),
    Case(
        "three slashes",
        "AWS/GCP/Azure experience",
        choices=(("Amazon Web Services", "Google Cloud Platform", "Microsoft Azure"),),
    ),
    Case(
        "a slash binds closer than a comma",
        "Python, MySQL/PostgreSQL, Docker",
        choices=(("MySQL", "PostgreSQL"),),
    ),
    Case("a slash inside an or", "Python/Java or Scala", choices=(("Python", "Java", "Scala"),)),
    Case(
        "such as with or",
        "A cloud such as AWS, Azure, or GCP",
        choices=(("Amazon Web Services", "Microsoft Azure", "Google Cloud Platform"),),
    ),
    Case("such as with and", "Tools such as Docker and Kubernetes", choices=()),
    Case(
        "such as left open",
        "Frameworks such as PyTorch, TensorFlow",
        choices=(("PyTorch", "TensorFlow"),),
    ),
    Case("like with or", "Databases like MySQL or Oracle", choices=(("MySQL", "Oracle Database"),)),
    Case(
        "for example in brackets",
        "A cloud (e.g. AWS, Azure)",
        choices=(("Amazon Web Services", "Microsoft Azure"),),
    ),
    Case(
        "eg without its dots",
        "A cloud (eg. AWS, Azure)",
        choices=(("Amazon Web Services", "Microsoft Azure"),),
    ),
    Case("ex. for example", "A language (ex. Python, Java)", choices=(("Python", "Java"),)),
    Case("a bare bracket is no choice", "Databases (MySQL, PostgreSQL)", choices=()),
    Case(
        "etc. leaves a list open", "Docker, Kubernetes, etc.", choices=(("Docker", "Kubernetes"),)
    ),
    Case(
        "or similar leaves a list open",
        "Tableau, Looker or similar",
        choices=(("Tableau", "Looker"),),
    ),
    Case(
        "or other tools names no option",
        "Tableau, Looker or other BI tools",
        choices=(("Tableau", "Looker"),),
    ),
    Case(
        "or similar with examples behind",
        "Java or similar (Kotlin, Scala)",
        choices=(("Java", "Kotlin", "Scala"),),
    ),
    Case("one of", "One of Python, Java, Scala", choices=(("Python", "Java", "Scala"),)),
    Case(
        "one of the following",
        "One or more of the following: Python, Java, Scala",
        choices=(("Python", "Java", "Scala"),),
    ),
    Case(
        "at least two of",
        "At least two of Python, Java, Scala",
        choices=(("Python", "Java", "Scala"),),
    ),
    Case(
        "any of in brackets", "Any of (Python, Java, Scala)", choices=(("Python", "Java", "Scala"),)
    ),
    Case("and/or", "Docker and/or Kubernetes", choices=(("Docker", "Kubernetes"),)),
    Case(
        "and/or closes a list",
        "Linux, Docker and/or Kubernetes",
        choices=(("Linux", "Docker", "Kubernetes"),),
    ),
    Case(
        "and/or closes a list after a comma",
        "Linux, Docker, and/or Kubernetes",
        choices=(("Linux", "Docker", "Kubernetes"),),
    ),
    Case(
        "a list goes on behind brackets",
        "AWS (EC2, S3), Docker, or Kubernetes",
        choices=(("Amazon Web Services", "Docker", "Kubernetes"),),
    ),
    Case(
        "an abbreviation in brackets is no list",
        "Amazon Web Services (AWS) or Azure",
        choices=(("Amazon Web Services", "Microsoft Azure"),),
    ),
    Case("two names written as one", "Solid ETL/ELT knowledge", choices=(("ETL", "ELT"),)),
    Case(
        "a generic word behind a name",
        "MySQL databases or Oracle databases",
        choices=(("MySQL", "Oracle Database"),),
    ),
    Case(
        "including but not limited to is no choice with and",
        "Tools including but not limited to Docker and Kubernetes",
        choices=(),
    ),
    Case("degrees are no choice of skills", "Bachelor's or Master's degree", choices=()),
    Case(
        "fields are no choice of skills",
        "Degree in statistics, mathematics, or a related field",
        choices=(),
    ),
    Case(
        "an option that stands in no list",
        "Training in carpentry, Sail Mending, or plumbing",
        choices=(("carpentry", "Sail Mending", "plumbing"),),
    ),
    Case(
        "a word more behind a name in a list",
        "Methods like regression analysis, gradient boosting engines, or random forests",
        choices=(("regression analysis", "gradient boosting", "random forest"),),
    ),
    Case(
        "a choice whose options were mostly not read",
        "Python, some very unusual ways of doing the sums, other things that nobody knows or SQL",
        choices=(),
    ),
)

_MODALITY: Final = (
    Case("plain items are required", "Docker and Terraform", skills=_req("Docker", "Terraform")),
    Case("a plus", "Docker is a plus", skills=_nice("Docker")),
    Case("nice to have before", "Nice to have: Docker", skills=_nice("Docker")),
    Case("ideally", "Ideally you know Docker", skills=_nice("Docker")),
    Case("preferred behind", "Docker preferred", skills=_nice("Docker")),
    Case("preferably", "Preferably Docker", skills=_nice("Docker")),
    Case("desirable", "Docker would be desirable", skills=_nice("Docker")),
    Case("an asset", "Docker is an asset", skills=_nice("Docker")),
    Case("bonus points", "Bonus points for Docker", skills=_nice("Docker")),
    Case("an advantage", "Docker is an advantage", skills=_nice("Docker")),
    Case(
        "each clause has its own",
        "Python required; Docker a plus",
        skills={"Python": "required", "Docker": "preferred"},
    ),
    Case(
        "but parts clauses",
        "Python is a must, but Docker is optional",
        skills={"Python": "required", "Docker": "preferred"},
    ),
    Case(
        "a bracket softens its item",
        "Python and Docker (preferred)",
        skills={"Python": "required", "Docker": "preferred"},
    ),
    Case("not required but helpful", "Docker is not required but helpful", skills=_nice("Docker")),
    Case("no experience needed", "No Java experience needed", skills={}),
    Case("not required", "Java is not required", skills={}),
    Case("no need to know", "There is no need to know Java.", skills={}),
    Case(
        "a preferred section",
        "Docker and Terraform",
        skills=_nice("Docker", "Terraform"),
        heading="Nice to have",
    ),
    Case(
        "must outweighs nothing said",
        "You must know Docker",
        skills=_req("Docker"),
        heading="Responsibilities",
    ),
    Case(
        "a duty",
        "Build pipelines with Python",
        skills={"Python": "duty"},
        heading="Responsibilities",
    ),
    Case(
        "a demand among duties",
        "Strong knowledge of Python",
        skills=_req("Python"),
        heading="Responsibilities",
    ),
    Case(
        "years among duties",
        "3+ years of experience with Python",
        skills=_req("Python"),
        heading="Responsibilities",
    ),
    Case(
        "a stack is a duty",
        "Python, Docker, Kubernetes",
        skills=dict.fromkeys(("Python", "Docker", "Kubernetes"), "duty"),
        heading="Our stack",
    ),
    Case(
        "required in a preferred section",
        "Python is required",
        skills=_req("Python"),
        heading="Preferred qualifications",
    ),
    Case("ideally as a heading", "Docker", skills=_nice("Docker"), heading="Ideally you have"),
    Case(
        "even better as a heading",
        "Docker",
        skills=_nice("Docker"),
        heading="Even better if you have",
    ),
    Case("desired traits as a heading", "Docker", skills=_nice("Docker"), heading="Desired traits"),
    Case(
        "would be great as a heading",
        "Docker",
        skills=_nice("Docker"),
        heading="It would be great if you had",
    ),
    Case("benefits name no skills", "Free Python courses", skills={}, heading="Benefits"),
    Case(
        "law names no skills",
        "We are an equal opportunity employer and use Python.",
        skills={},
        heading="",
    ),
)

_EXPERIENCE: Final = (
    Case(
        "plus sign",
        "5+ years of Python experience",
        experience=(Duration(60, None, of=("Python",)),),
    ),
    Case(
        "a word for a number",
        "Three years of experience with Python",
        experience=(Duration(36, None, of=("Python",)),),
    ),
    Case(
        "a number twice",
        "Five (5) years of experience with Python",
        experience=(Duration(60, None),),
    ),
    Case("a range", "2-4 years of experience with Python", experience=(Duration(24, 48),)),
    Case(
        "a range in words",
        "Two to four years of experience with Python",
        experience=(Duration(24, 48),),
    ),
    Case("an open range", "3-5+ years of experience", experience=(Duration(36, None),)),
    Case("up to", "Up to 2 years of experience", experience=(Duration(None, 24),)),
    Case("months", "18 months of experience in retail", experience=(Duration(18, None),)),
    Case("half a year", "6 months of experience with Excel", experience=(Duration(6, None),)),
    Case("minimum of", "Minimum of 4 years of experience", experience=(Duration(48, None),)),
    Case("no less than", "No less than 4 years of experience", experience=(Duration(48, None),)),
    Case("about", "~3 years of experience", experience=(Duration(36, None),)),
    Case("zero to one", "0-1 years of experience", experience=(Duration(0, 12),)),
    Case("yrs", "7 yrs experience in sales", experience=(Duration(84, None),)),
    Case(
        "a hyphen inside a number",
        "Twenty-five years of experience",
        experience=(Duration(300, None),),
    ),
    Case("half years", "1.5 years of experience", experience=(Duration(18, None),)),
    Case(
        "several tools at once",
        "4 years of experience with Python, Scala, or Java",
        experience=(Duration(48, None, of=("Python", "Scala", "Java")),),
    ),
    Case(
        "internships do not count",
        "6 years of experience with Spark (internships do not count)",
        experience=(Duration(72, None, excludes=("internship",)),),
    ),
    Case(
        "softened",
        "3 years of experience with Docker preferred",
        experience=(Duration(36, None, "preferred"),),
    ),
    Case(
        "in a preferred section",
        "3 years of experience with Docker",
        experience=(Duration(36, None, "preferred"),),
        heading="Preferred qualifications",
    ),
    Case("behind its topic", "Python (3+ years)", experience=(Duration(36, None, of=("Python",)),)),
    Case(
        "two in one sentence",
        "5 years of Java experience and 2 years of AWS experience",
        experience=(
            Duration(60, None, of=("Java",)),
            Duration(24, None, of=("Amazon Web Services",)),
        ),
    ),
    Case("an age is none", "Applicants must be 18 years of age.", experience=()),
    Case(
        "a firm's history is none", "For 20 years we have built boats.", experience=(), heading=""
    ),
    Case(
        "a contract's length is none", "The contract runs for 2 years.", experience=(), heading=""
    ),
    Case("how recent is none", "Worked as a nurse within the last 3 years", experience=()),
    Case("years of study are none", "Two years of college", experience=()),
    Case("more than", "More than 5 years of experience", experience=(Duration(60, None),)),
    Case("a decade", "10+ years in software development", experience=(Duration(120, None),)),
    Case(
        "one year federal",
        "One year of specialized experience equivalent to GS-11",
        experience=(Duration(12, None),),
    ),
    Case(
        "years' with an apostrophe",
        "2 years' experience in payroll",
        experience=(Duration(24, None),),
    ),
)

_GLUED_EXPERIENCE: Final = (
    Case(
        "years glued to the words before",
        "Good spelling neededThree to five years of editing experience",
        experience=(Duration(36, 60),),
    ),
    Case(
        "how experience is counted",
        "One year of experience refers to full-time work",
        experience=(),
    ),
)

_EDUCATION: Final = (
    Case("a bachelor's", "Bachelor's degree", education=(Degree(("bachelor",)),)),
    Case(
        "a field", "Bachelor's degree in biology", education=(Degree(("bachelor",), ("biology",)),)
    ),
    Case(
        "several fields",
        "BSc in biology, chemistry or physics",
        education=(Degree(("bachelor",), ("biology", "chemistry", "physics")),),
    ),
    Case(
        "a related field is none",
        "MSc in biology or a related field",
        education=(Degree(("master",), ("biology",)),),
    ),
    Case(
        "two levels",
        "Bachelor's or Master's degree in economics",
        education=(Degree(("bachelor", "master"), ("economics",)),),
    ),
    Case(
        "BS/MS", "BS/MS in economics", education=(Degree(("bachelor", "master"), ("economics",)),)
    ),
    Case("a doctorate", "PhD in economics", education=(Degree(("doctorate",), ("economics",)),)),
    Case(
        "an advanced degree",
        "Advanced degree in economics",
        education=(Degree(("master", "doctorate"), ("economics",)),),
    ),
    Case("high school", "High school diploma or GED", education=(Degree(("high_school",)),)),
    Case(
        "an associate's",
        "Associate's degree in nursing",
        education=(Degree(("associate",), ("nursing",)),),
    ),
    Case(
        "a plain degree", "Degree in economics", education=(Degree(("bachelor",), ("economics",)),)
    ),
    Case("a law degree", "Juris Doctor", education=(Degree(("professional",)),)),
    Case("NVQ", "NVQ Level 3", education=(Degree(("vocational",)),)),
    Case(
        "experience instead",
        "Bachelor's degree or equivalent experience",
        education=(Degree(("bachelor",), or_experience=True),),
    ),
    Case(
        "years instead",
        "Bachelor's degree or 4 years of experience",
        education=(Degree(("bachelor",), or_experience=True),),
    ),
    Case(
        "in lieu",
        "Bachelor's degree; 4 years of experience in lieu of a degree",
        education=(Degree(("bachelor",), or_experience=True),),
    ),
    Case(
        "an equivalent alone", "Bachelor's degree or equivalent", education=(Degree(("bachelor",)),)
    ),
    Case(
        "preferred",
        "Master's degree preferred",
        education=(Degree(("master",), modality="preferred"),),
    ),
    Case(
        "required and preferred",
        "Bachelor's degree required, Master's preferred",
        education=(Degree(("bachelor",)), Degree(("master",), modality="preferred")),
    ),
    Case("or higher", "Bachelor's degree or higher", education=(Degree(("bachelor",)),)),
    Case(
        "Masters with years",
        "PhD in biology, or Masters with 3 years of experience",
        education=(Degree(("doctorate", "master"), ("biology",)),),
    ),
    Case(
        "plus years is no plus",
        "Bachelor's degree in law and two plus years of experience",
        education=(Degree(("bachelor",), ("law",)),),
    ),
    Case("MS is Microsoft", "MS Office and MS Project", education=()),
    Case("a high degree of care", "A high degree of care", education=()),
    Case("degrees of temperature", "Work at 40 degrees", education=()),
    Case("high school students", "Teach high school students", education=()),
    Case(
        "tuition is no demand",
        "We pay the tuition for your degree",
        education=(),
        heading="Benefits",
    ),
    Case(
        "a glued line ends the fields",
        "Degree in physics or mathematicsA minimum of three years",
        education=(Degree(("bachelor",), ("physics", "mathematics")),),
    ),
    Case(
        "years above high school",
        "Three years above high school",
        education=(Degree(("unspecified",)),),
    ),
    Case("an LL.B. beside a J.D.", "An LL.B. or J.D.", education=(Degree(("professional",)),)),
    Case(
        "a graduate of a school with a degree",
        "Graduate of an accredited law school with a J.D.",
        education=(Degree(("professional",)),),
    ),
    Case(
        "a terminal degree",
        "Terminal degree in sculpture",
        education=(Degree(("unspecified",), ("sculpture",)),),
    ),
    Case(
        "a practitioner with a degree",
        "Follow orders of licensed practitioners such as a doctor of medicine",
        education=(),
    ),
    Case(
        "NVQ with its level glued",
        "NVQ3 in catering",
        education=(Degree(("vocational",), ("catering",)),),
    ),
    Case(
        "education that can be had here",
        "You will be encouraged to take an NVQ Level 2",
        education=(),
    ),
    Case("a school by its name", "Lakeside High School (LHS) is near the park", education=()),
    Case("people who are associates", "Be one of the friendliest associates in town", education=()),
    Case(
        "six years with a master's",
        "BS with nine years of practice or MS with six years",
        education=(Degree(("bachelor", "master")),),
    ),
    Case(
        "fields behind a bracket",
        "Bachelor's degree (or higher degree) in engineering",
        education=(Degree(("bachelor",), ("engineering",)),),
    ),
    Case(
        "a degree beside another is no field",
        "BA or a related degree",
        education=(Degree(("bachelor",)),),
    ),
    Case(
        "a combination instead",
        "Bachelor's degree in botany, or a combination of relevant education and experience",
        education=(Degree(("bachelor",), ("botany",), or_experience=True),),
    ),
)

_PAY: Final = (
    Case("a band", "Salary: $90,000 - $110,000 a year", pay=(Pay(90000, 110000),), heading=""),
    Case("thousands", "Pay: $90k-$110k", pay=(Pay(90000, 110000),), heading=""),
    Case("one k for both", "Salary: $90-110K", pay=(Pay(90000, 110000),), heading=""),
    Case("one figure", "Salary: $95,000 per year", pay=(Pay(95000, 95000),), heading=""),
    Case("pay up to", "Salary: up to $150k", pay=(Pay(None, 150000),), heading=""),
    Case("from", "Salary from £30,000 per annum", pay=(Pay(30000, None, "GBP"),), heading=""),
    Case(
        "an hour",
        "Pay: $21.50 - $27.99 per hour",
        pay=(Pay(21.5, 27.99, period="hour"),),
        heading="",
    ),
    Case(
        "a teaching hour",
        "Pay: $28 - $33 per teaching hour",
        pay=(Pay(28, 33, period="hour"),),
        heading="",
    ),
    Case(
        "a week", "Interns are paid $900 per week", pay=(Pay(900, 900, period="week"),), heading=""
    ),
    Case(
        "a month",
        "Salary: €4.000 - €6.000 per month",
        pay=(Pay(4000, 6000, "EUR", "month"),),
        heading="",
    ),
    Case("a day", "Day rate: £400 - £450 per day", pay=(Pay(400, 450, "GBP", "day"),), heading=""),
    Case(
        "a code for a sign",
        "Salary: CHF 120,000 - 140,000",
        pay=(Pay(120000, 140000, "CHF"),),
        heading="",
    ),
    Case(
        "Canadian dollars",
        "Salary: CA$90,000 - CA$110,000",
        pay=(Pay(90000, 110000, "CAD"),),
        heading="",
    ),
    Case(
        "a code behind",
        "Salary: 90,000 - 110,000 EUR",
        pay=(Pay(90000, 110000, "EUR"),),
        heading="",
    ),
    Case("lakhs", "Salary: 12-15 LPA", pay=(Pay(1200000, 1500000, "INR"),), heading=""),
    Case(
        "ringgit",
        "Salary: up to RM12,000 per month",
        pay=(Pay(None, 12000, "MYR", "month"),),
        heading="",
    ),
    Case(
        "inferred to be an hour",
        "Pay range: $18 - $22",
        pay=(Pay(18, 22, period="hour"),),
        heading="",
    ),
    Case(
        "pay of two places",
        "Denver, CO: $90,000 - $100,000 Boston, MA: $95,000 - $105,000",
        pay=(Pay(90000, 100000, place="Denver, CO"), Pay(95000, 105000, place="Boston, MA")),
        heading="Pay range",
    ),
    Case(
        "pay of a zone",
        "Sales Territory: $90,000 - $100,000 Denver, CO: $95,000 - $105,000",
        pay=(Pay(90000, 100000, place="Sales Territory"), Pay(95000, 105000, place="Denver, CO")),
        heading="Pay range",
    ),
    Case(
        "glued to the word before",
        "Hourly rate of£14.80 - £15.85",
        pay=(Pay(14.8, 15.85, "GBP", "hour"),),
        heading="",
    ),
    Case(
        "glued to the word behind",
        "Salary: $45,000 to $50,000 per yearApply soon",
        pay=(Pay(45000, 50000),),
        heading="",
    ),
    Case(
        "steps in brackets",
        "Salary: $36,000 (Step 1) to $47,000 (Step 10)",
        pay=(Pay(36000, 47000),),
        heading="",
    ),
    Case(
        "salary and benefits",
        "Salary & Benefits $21 - $24 per hour",
        pay=(Pay(21, 24, period="hour"),),
        heading="",
    ),
    Case("a sign-on bonus is none", "A $5,000 sign-on bonus", pay=(), heading=""),
    Case(
        "funding is none",
        "We raised $20M last year and spend $50,000 on tools.",
        pay=(),
        heading="",
    ),
    Case("revenue is none", "Revenue of $400,000 a year", pay=(), heading=""),
    Case("a budget is none", "A training budget of $2,000 a year", pay=(), heading=""),
    Case("a cap is none", "The salary cap of the pay system is $190,000.", pay=(), heading=""),
    Case("a retirement plan is none", "401k with 4% match up to $5,000", pay=(), heading=""),
)

_NO_PAY: Final = (
    Case("a perk by the month", "$90 per month quality of life perk", pay=()),
    Case("a budget in two currencies", "£900/€1,000 annual desk budget", pay=()),
    Case(
        "a rate that is capped",
        "The rate cannot exceed $65 p/hr",
        pay=(Pay(None, 65.0, period="hour"),),
    ),
    Case(
        "part-time work in general",
        "Part-time working hours are calculated in proportion",
        employment=(),
    ),
)

_TERMS: Final = (
    Case("full time", "This is a full-time position.", employment=("full_time",), heading=""),
    Case("part time", "This is a part-time role.", employment=("part_time",), heading=""),
    Case(
        "both", "Full-time or part-time position", employment=("full_time", "part_time"), heading=""
    ),
    Case(
        "a contract", "This is a 6-month contract position.", employment=("contract",), heading=""
    ),
    Case(
        "pay of part-time work says nothing",
        "Part-time work is paid in proportion.",
        employment=(),
        heading="",
    ),
    Case(
        "benefits of part-time staff say nothing",
        "Part-time employees get half.",
        employment=(),
        heading="",
    ),
    Case("remote", "This is a fully remote position.", mode="remote", heading=""),
    Case(
        "hybrid",
        "This is a hybrid role, three days a week in the office.",
        mode="hybrid",
        heading="",
    ),
    Case("on site", "This role is on-site in Boston.", mode="onsite", heading=""),
    Case(
        "no sponsorship",
        "We are unable to sponsor visas for this role.",
        sponsorship="not_offered",
        heading="",
    ),
    Case("sponsorship", "Visa sponsorship is available.", sponsorship="offered", heading=""),
)

CASES: Final = (
    *_NAMES,
    *_CHOICES,
    *_MODALITY,
    *_EXPERIENCE,
    *_GLUED_EXPERIENCE,
    *_EDUCATION,
    *_PAY,
    *_NO_PAY,
    *_TERMS,
)

TITLES: Final = (
    TitleCase("a plain title", "Data Analyst", "data analyst", None),
    TitleCase("senior", "Senior Data Analyst", "data analyst", "senior"),
    TitleCase("a level by name", "Jr level Data Analyst", "data analyst", "entry"),
    TitleCase("a pool of candidates", "Biology Tutor Candidate Pool", "biology tutor", None),
    TitleCase("a place of work", "Instructor - Hilltop Training Center", "instructor", None),
    TitleCase("voters", "Registrar of Voters", "registrar of voters", None),
    TitleCase("a job somewhere", "Beekeeper Job in Boston", "beekeeper", None),
    TitleCase("an abbreviation", "Sr. Data Analyst", "data analyst", "senior"),
    TitleCase("junior", "Junior Data Analyst", "data analyst", "entry"),
    TitleCase("lead", "Lead Machine Learning Engineer", "machine learning engineer", "lead"),
    TitleCase("a principal", "Principal Data Scientist", "data scientist", "principal"),
    TitleCase("a director", "Director of Nursing", "nursing director", "director"),
    TitleCase("a grade", "Software Engineer II", "software engineer", None),
    TitleCase("a place behind a dash", "Data Engineer - Boston, MA", "data engineer", None),
    TitleCase("a number", "Registered Nurse (Req 12345)", "registered nurse", None),
    TitleCase("a shift", "Registered Nurse - Night Shift", "registered nurse", None),
    TitleCase("a plural", "Registered Nurses", "registered nurse", None),
    TitleCase("a manager", "Project Manager", "project manager", "manager"),
    TitleCase("gender in brackets", "Data Engineer (m/f/d)", "data engineer", None),
    TitleCase("the hours", "Bookkeeper (Part-Time)", "bookkeeper", None),
    TitleCase("remote", "Data Engineer (Remote)", "data engineer", None),
)
