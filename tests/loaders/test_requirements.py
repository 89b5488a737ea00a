"""The requirement tree says what a posting says: logic, thresholds, nesting, substitution."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillweave.loaders.extraction.reader import extract
from skillweave.loaders.extraction.views import walk
from skillweave.loaders.posting import Posting
from skillweave.ontology.record import Record, Requirement


def read(lines: str, heading: str = "Requirements") -> Record:
    items = "\n".join(f"• {line}" for line in lines.splitlines())
    return extract(Posting(id="posting/test", text=f"Shipwright\n\n{heading}\n{items}\n"))


def only(record: Record, kind: str) -> Requirement:
    (found,) = [node for node in record.requirements if node.kind == kind]
    return found


def labels(node: Requirement) -> set[str]:
    return {option.concept.removeprefix("skill/") for option in node.options if option.concept}


def test_a_threshold_with_a_closed_choice() -> None:
    node = only(read("At least 4 years of programming in Python, Scala, or Java"), "experience")
    assert (node.min_months, node.max_months) == (48, None)
    assert node.modality == "required"
    assert node.logic == "any"
    assert not node.open_list
    assert labels(node) >= {"python", "scala", "java"}


def test_a_threshold_with_examples_is_open() -> None:
    line = "3+ years with a machine learning library such as scikit-learn, PyTorch or TensorFlow"
    node = only(read(line, heading="Preferred qualifications"), "experience")
    assert node.min_months == 36
    assert node.modality == "preferred"
    (choice,) = [n for n in walk([node]) if n.logic == "any"]
    assert choice.open_list
    assert labels(choice) == {"scikit-learn", "pytorch", "tensorflow"}


def test_what_does_not_count_is_kept() -> None:
    node = only(
        read("6 years of experience in distributed computing (internships do not count)"),
        "experience",
    )
    assert node.min_months == 72
    assert any("intern" in word for word in node.excludes)


def test_a_choice_inside_a_list_stays_a_part() -> None:
    record = read("Python and either Spark or Dask")
    node = only(record, "skill")
    assert node.logic == "all"
    assert "python" in labels(node)
    (part,) = node.parts
    assert part.logic == "any"
    assert labels(part) == {"spark", "dask"}


def test_at_least_two_of_several() -> None:
    (node,) = [
        n for n in walk(read("At least two of Python, Scala, Java").requirements) if n.at_least
    ]
    assert (node.logic, node.at_least) == ("at_least", 2)
    assert labels(node) == {"python", "scala", "java"}


def test_experience_in_lieu_of_a_degree() -> None:
    record = read("Bachelor's degree, or 4 years of experience in lieu")
    node = only(record, "education")
    assert node.logic == "any"
    degree, experience = sorted(node.parts, key=lambda part: part.kind)
    assert degree.levels == ("bachelor",)
    assert experience.min_months == 48
    assert experience.in_lieu_of == degree.key
    assert record.education[0].or_experience


def test_fields_of_a_degree_are_no_skills() -> None:
    record = read("Master's or doctoral degree in statistics, mathematics, or a similar field")
    node = only(record, "education")
    assert node.levels == ("master", "doctorate")
    assert node.fields == ("statistics", "mathematics")
    assert node.open_list
    assert record.skills == ()


def test_what_is_not_needed_is_said_and_not_listed() -> None:
    record = read("No Java experience needed")
    (node,) = [n for n in walk(record.requirements) if "java" in labels(n)]
    assert node.modality == "not_required"
    assert record.skills == ()


def test_a_skill_takes_its_strongest_modality() -> None:
    text = (
        "Shipwright\n\nResponsibilities\n• Write Python\n\nNice to have\n• Rust, Python\n\n"
        "Requirements\n• Python\n"
    )
    record = extract(Posting(id="posting/test", text=text))
    strengths = {skill.concept: skill.modality for skill in record.skills}
    assert strengths["skill/python"] == "required"
    assert strengths["skill/rust"] == "preferred"


def test_two_modalities_in_one_line_are_two_requirements() -> None:
    record = read("Python is required; Kubernetes is a plus")
    assert {(s.concept, s.modality) for s in record.skills} == {
        ("skill/python", "required"),
        ("skill/kubernetes", "preferred"),
    }


@pytest.mark.parametrize("heading", ["Benefits", "Equal opportunity", "How to apply"])
def test_nothing_is_asked_for_where_nothing_is_asked(heading: str) -> None:
    assert read("Python lessons and Kubernetes socks", heading).requirements == ()


LINES = st.lists(
    st.sampled_from(
        [
            "Requirements",
            "Nice to have",
            "• Python, Scala or Java",
            "• 3+ years of SQL, and either Spark or Dask",
            "• Bachelor's degree in physics or 5 years of experience",
            "• BSc, or MSc preferred; 2-4 years with AWS/Azure",
            "• At least two of Terraform, Foobarly, Ansible, etc.",
            "Responsibilities",
            "You will lead teams and write Go, C++ and R.",
            "Pay: $40,000 - $55,000 a year, 401(k)",
        ]
    ),
    max_size=12,
)


@given(LINES)
def test_every_fact_quotes_the_text_and_views_say_no_more_than_the_tree(lines: list[str]) -> None:
    text = "Shipwright\n\n" + "\n".join(lines)
    record = extract(Posting(id="posting/test", text=text))
    nodes = list(walk(record.requirements))
    for node in nodes:
        assert text[node.start : node.end] == node.quote
        for option in node.options:
            assert text[option.start : option.end] == option.mention
    assert len({node.key for node in nodes}) == len(nodes)
    keys = {node.key for node in nodes}
    assert all(node.in_lieu_of in keys for node in nodes if node.in_lieu_of)
    named = {option.concept for node in nodes for option in node.options}
    assert {skill.concept for skill in record.skills} <= named
    for views in (record.alternatives, record.experience, record.education, record.salaries):
        assert all(text[view.start : view.end] == view.quote for view in views)
    assert Record.model_validate_json(record.model_dump_json()) == record
    assert extract(Posting(id="posting/test", text=text)) == record
