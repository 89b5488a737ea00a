"""Which words name an occupation: the head nouns that end a job title.

English forms most of them with an ending (-er, -or, -ist, -ian), so that a list of the others and
a list of words that only look like them decide without a dictionary of all titles.
"""

import re
from functools import lru_cache
from typing import Final

_HEADS: Final = frozenset(
    """
    accountant actuary adjunct administrator ae adviser advisor advocate agent aid aide ambassador analyst
    apprentice architect archivist artist asst assistant associate attendant attorney auditor bailiff
    baker banker barber barista bdr bookkeeper broker buyer butcher captain caregiver carer carpenter
    cashier ceo cfo chaplain chef chemist chief cio ciso cleaner clerk clinician cna coach commander
    commissioner conductor constable consultant contractor controller cook coo coordinator counsel
    counsellor courier crew csm cto curator custodian dba dean dentist deputy designer detective dev
    developer dietitian director dispatcher doctor draftsman driver economist editor educator
    electrician eng engineer engr estimator evangelist examiner exec executive expert facilitator
    faculty farmer fellow firefighter foreman generalist guard guide handyman hca head helper host
    hostess housekeeper hygienist inspector instructor intern internship interpreter investigator
    janitor journalist judge laborer labourer lawyer lead leader lecturer liaison librarian lieutenant
    lineman locum lpn lvn machinist magistrate maid manager marketer matron mechanic medic member
    mentor merchandiser mgr midwife modeler modeller musician nanny navigator np nurse officer
    operative operator optician orderly organizer owner painter paralegal paramedic paraprofessional
    partner pastor pathologist pharmacist phlebotomist photographer physician physicist physio pilot
    planner plumber pm porter postdoc practitioner president principal producer professional professor
    programmer psychologist radiographer receptionist recruiter registrar rep reporter representative
    researcher resident rn salesperson scheduler scientist sdet sdr secretary sergeant server sheriff
    sister sonographer specialist sre statistician stenographer steward strategist student stylist
    superintendent supervisor surgeon surveyor swe sde teacher teammate tech technician technologist
    teller temp tester therapist trainee trainer transcriptionist translator treasurer tutor
    underwriter usher vet veterinarian vp waiter waitress warden welder worker writer sommelier
    adjudicator arborist bartender
    """.split()
)

_ENDING: Final = re.compile(r"[a-z]{2,}(?:er|or|ist|ian|eer|wright|man|woman|person)$")

_NOT_HEADS: Final = frozenset(
    """
    after answer asian australian barrier behavior behaviour better border canadian cancer career
    carrier center centre chapter charter chester christian cluster color computer consumer container
    corner corridor customer cyber december denver doctor's docker doncaster door easter egyptian
    employer encounter enter error ever exeter exterior factor fiber fibre filter floor folder former
    frontier gender german gloucester hanover her however human indian indoor interior italian
    junior labor labour lancaster larger laser layer leicester letter lumber major manchester master
    matter median member minor monitor motor never newcomer newsletter november number october offer
    order other outdoor over paper partner-led peer per pioneer power premier printer prior quarter
    refer register river rochester router rubber russian sector semester senior september sensor
    shelter silver solar stakeholder stellar summer super supplier tier timber together tower transfer
    tutor-led twitter uber under user vancouver vegetarian vendor volunteer voter wafer water weather windsor
    winter woman man person worcester theater theater civilian humanitarian
    """.split()
)


@lru_cache(maxsize=32_768)
def is_head(word: str) -> bool:
    """Whether a lower-case word, singular or plural, can be the head noun of an occupation.

    >>> [is_head(word) for word in ("engineers", "nurse", "senior", "pathologist")]
    [True, True, False, True]
    """
    if word in _HEADS or (word.endswith("s") and len(word) > 4 and word[:-1] in _HEADS):
        return word != "leads"
    if word.endswith("ies") and word[:-3] + "y" in _HEADS:
        return True
    stem = word[:-1] if word.endswith("s") and len(word) > 5 else word
    return bool(_ENDING.match(stem)) and stem not in _NOT_HEADS and word not in _NOT_HEADS


def is_listed_head(word: str) -> bool:
    """Whether a lower-case word, singular or plural, is one of the listed head nouns."""
    return word in _HEADS or word.removesuffix("s") in _HEADS


_SURE_ENDING: Final = re.compile(r"[a-z]{3,}(?:ist|ian|eer)s?$")


def is_sure_head(word: str) -> bool:
    """Whether a lower-case word is a head noun that no place or organisation would end in."""
    return is_head(word) and (is_listed_head(word) or bool(_SURE_ENDING.match(word)))


_BEFORE: Final = " ,;:!*#'\"“”‘’-–—_/&+|"
_AFTER: Final = " .,;:!*'\"“”‘’-–—_/&|"


def title_words(text: str) -> list[str]:
    """The words of a title without punctuation at their edges; "&" and "+" are words.

    >>> title_words("C++ / .NET Developer, (Senior)")
    ['C++', '.NET', 'Developer', '(Senior)']
    """
    words = []
    for word in text.split():
        bare = word.lstrip(_BEFORE).rstrip(_AFTER) if word not in ("&", "+") else word
        if bare.startswith(".") and bare.lower() != ".net":
            bare = bare.lstrip(".")
        if bare:
            words.append(bare)
    return words


_PIECES: Final = re.compile(r"[a-z][a-z'’.-]*[a-z]|[a-z]")


def has_occupation(text: str) -> bool:
    """Whether a short text names an occupation."""
    return any(is_head(word.rstrip(".")) for word in _PIECES.findall(text.lower()))
