"""Changing one question of a draft leaves the rest as it is."""

from typing import Any

import pytest

from kayoi.engines.questionnaires.rules.questions import unreachable
from kayoi.engines.questionnaires.rules.reading import BadQuestionnaire, read_form
from kayoi.programmes.surveys.rules.building import (
    conditions_of,
    measured_of,
    moved,
    new_body,
    new_key,
    new_quota_key,
    options_of,
    put,
    put_quota,
    quotas_of,
    removed,
    without_quota,
)
from kayoi.programmes.surveys.states import SAMPLES, Sample

QUOTA = {"key": "all", "label": "全体", "if": [], "most": 100, "then": "mark"}


@pytest.mark.parametrize("sample", list(Sample))
def test_every_sample_can_be_opened(sample: Sample) -> None:
    assert unreachable(read_form(new_body(SAMPLES[sample]))) == []


def keys(body: dict[str, Any]) -> list[str]:
    return [one["key"] for one in body["questions"]]


def test_questions_are_added_changed_moved_and_removed() -> None:
    body = new_body(SAMPLES[Sample.BEFORE])
    assert new_key(body) == "q1"
    more = put(body, {"key": "q1", "kind": "text", "text": "ほかに"})
    assert (keys(more)[-1], new_key(more)) == ("q1", "q2")
    changed = put(more, {"key": "q1", "kind": "text", "text": "ほかには"})
    assert (len(changed["questions"]), changed["questions"][-1]["text"]) == (len(more["questions"]), "ほかには")
    assert keys(moved(more, "q1", steps=-1))[-2] == "q1"
    assert keys(moved(more, "q1", steps=1)) == keys(more)
    assert keys(moved(more, "knew", steps=-1)) == keys(more)
    with pytest.raises(BadQuestionnaire):
        read_form(moved(more, "times", steps=-1))
    gone = removed(more, "visited")
    assert "shown_if" not in next(one for one in gone["questions"] if one["key"] == "times")
    read_form(gone)


def test_a_quota_goes_with_the_question_it_counts_by() -> None:
    body = new_body(SAMPLES[Sample.BEFORE])
    new = {"key": new_quota_key(body), "label": "初めての方", "most": 50, "then": "refuse"}
    both = put_quota(put_quota(body, new | {"if": [{"question": "visited", "is": ["o2"]}]}), QUOTA)
    assert [one["key"] for one in quotas_of(both)] == ["k1", "all"]
    assert len(read_form(both).quotas) == 2
    assert quotas_of(put_quota(both, QUOTA | {"most": 9}))[1]["most"] == 9
    assert quotas_of(removed(both, "visited")) == [QUOTA]
    assert "quotas" not in without_quota(put_quota(body, QUOTA), "all")


def test_numbers_from_and_to() -> None:
    assert measured_of({"a": (1, None), "b": (None, 3), "c": (2, 2), "d": (None, None)}) == [
        {"question": "a", "least": 1}, {"question": "b", "most": 3}, {"question": "c", "least": 2, "most": 2},
    ]  # fmt: skip


def test_words_that_were_there_keep_their_key() -> None:
    before = options_of("ある\nない", [])
    assert [one["key"] for one in before] == ["o1", "o2"]
    after = options_of("まだない\nない\n\nある\nある", before, alone="まだない")
    assert [(one["key"], one["label"]) for one in after] == [("o3", "まだない"), ("o2", "ない"), ("o1", "ある")]
    assert after[0]["alone"] is True


def test_options_of_one_question_are_alternatives() -> None:
    assert conditions_of(["a.o1", "b.o2", "a.o3"]) == [
        {"question": "a", "is": ["o1", "o3"]}, {"question": "b", "is": ["o2"]},
    ]  # fmt: skip
