"""Procedures of a file as the rules read them, and the words of their letters."""

from datetime import date
from typing import Any

import pytest

from kayoi.engines.procedures.rules.letters import own_words
from kayoi.engines.procedures.rules.packs import procedures_in, read_procedure
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.engines.rulesets.rules.reading_parts import BadRuleset, Part

LEAST: dict[str, Any] = {"key": "stove", "kind": "grant", "title": "薪ストーブ補助金"}


def read(facts: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    return read_procedure(Part(LEAST | more), facts=facts, roles=["officer"], taken=())


def test_the_least_procedure_is_like_one_begun_by_hand() -> None:
    said = {name: value for name, value in read().items() if value}
    assert said == {**LEAST, "applicants": "person", "days_needed": 30}
    assert read(applicants="body")["applicants"] == "body"


def test_the_last_day_is_included_and_a_document_is_needed_unless_it_is_not() -> None:
    found = read(until="2027-02-28", documents=[{"code": "a", "label": "住民票の写し"}], limits={"officer": None})
    assert found["closes_before"] == date(2027, 3, 1)
    assert found["documents"] == [
        {"code": "a", "label": "住民票の写し", "is_needed": True, "valid_months": None, "least_pages": 1, "proves": []}
    ]
    assert found["limits"] == {"officer": None}


def test_a_document_proves_what_is_asked() -> None:
    question = {"key": "own.wood", "type": "choice", "label": "薪の手配", "choices": {"town": "町内"}}
    paper = {"code": "a", "label": "契約書の写し", "proves": ["own.wood", "house.place"]}
    found = read(("house.place",), questions=[question], documents=[paper])
    assert found["documents"][0]["proves"] == ["house.place", "own.wood"]
    assert found["questions"] == [question | {"label": {"ja": "薪の手配"}, "choices": {"town": {"ja": "町内"}}}]
    with pytest.raises(BadRuleset, match=r"application\.on"):
        read(("application.on",), documents=[paper | {"proves": ["application.on"]}])


def test_more_lines_than_the_form_shows_are_refused() -> None:
    papers = [{"code": f"d{number}", "label": "書類"} for number in range(31)]
    assert len(read(documents=papers[:30])["documents"]) == 30
    with pytest.raises(BadRuleset, match=r"^documents: at most 30$"):
        read(documents=papers)


def test_a_file_names_its_procedures() -> None:
    data = {"format": 1, "pack": "p", "rulesets": [], "procedures": [LEAST, LEAST | {"key": "second"}]}
    assert [part.path for part in procedures_in(data)] == ["procedures[0]", "procedures[1]"]


def test_words_are_filled_and_values_are_not_looked_at_again() -> None:
    letters = {"approved": {"opening": "{{ procedure }} {{ receipt }}"}}
    values = {"procedure": "{{ receipt }}", "receipt": "ABC"}
    assert own_words(letters, ApplicationStatus.APPROVED, values) == {
        "title": "", "opening": "{{ receipt }} ABC", "closing": "",
    }  # fmt: skip
    assert set(own_words(letters, ApplicationStatus.REFUSED, values).values()) == {""}
