"""The search of places, on all of Japan."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kayoi.foundation.places.rules.reading.dataset import Dataset
from kayoi.foundation.places.rules.search import PlaceIndex, find
from kayoi.foundation.places.rules.search.letters import letters_key, without_marks
from kayoi.foundation.places.rules.search.slips import NearNames, alike
from kayoi.foundation.places.states import How, PlaceStatus
from kayoi.foundation.places.tests.case_tables import cases, rows
from kayoi.kit.text import edit_distance


def names(dataset: Dataset) -> dict[str, str]:
    return {place.code: place.full_name for place in dataset.places.values()}


@cases("search")
def test_first_result(case: dict[str, str], index: PlaceIndex, dataset: Dataset) -> None:
    found = find(index, case["入力"])
    first = (names(dataset)[found[0].code], found[0].how.label) if found else ("", "")
    assert first == (case["最初の結果"], case["理由"])


def test_the_table_is_long_enough() -> None:
    assert len(rows("search")) >= 60


def test_all_of_one_name_are_shown_the_larger_first(index: PlaceIndex, dataset: Dataset) -> None:
    def of_reason(typed: str, how: How) -> list[str]:
        return [names(dataset)[one.code] for one in find(index, typed) if one.how is how]

    assert of_reason("府中市", How.EXACT) == ["東京都府中市", "広島県府中市"]
    assert of_reason("森町", How.EXACT) == ["静岡県森町", "北海道森町"]
    assert of_reason("池田町", How.EXACT) == ["岐阜県池田町", "長野県池田町", "北海道池田町", "福井県池田町"]
    assert of_reason("川崎", How.EXACT) == [
        "神奈川県川崎市",
        "神奈川県川崎市川崎区",
        "福岡県川崎町",
        "宮城県川崎町",
    ]


def test_a_former_name_says_how_the_town_came_to_its_name(index: PlaceIndex) -> None:
    (found,) = find(index, "西紀町")
    assert found.why == "以前の名前が一致: 西紀町 → 篠山市 → 丹波篠山市(1999年4月1日、新設合併)"


def test_reasons_come_in_their_order(index: PlaceIndex) -> None:
    order = list(How)
    for typed in ("津", "大", "山口", "おおさ", "kawa", "清水", "中"):
        found = find(index, typed, limit=50)
        assert [order.index(one.how) for one in found] == sorted(order.index(one.how) for one in found)
        assert len({one.code for one in found}) == len(found)


def test_every_place_is_found_by_its_whole_name(index: PlaceIndex, dataset: Dataset) -> None:
    current = [place for place in dataset.places.values() if place.status is PlaceStatus.CURRENT]
    for place in current[::9]:
        assert find(index, place.full_name)[0].code == place.code, place.full_name
        assert find(index, place.code)[0].code == place.code


def test_no_former_name_leads_nowhere(index: PlaceIndex, dataset: Dataset) -> None:
    former = [change.old_name for change in dataset.changes]
    for name in former[::40]:
        assert find(index, name), name


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=12))
def test_whatever_is_typed_is_answered(index: PlaceIndex, typed: str) -> None:
    found = find(index, typed, limit=5)
    assert len(found) <= 5
    assert all(one.code in index.codes for one in found)


@settings(max_examples=60, deadline=None)
@given(st.text("かきくけこがぎ", min_size=3, max_size=6), st.integers(1, 2))
def test_near_names_are_those_that_comparing_all_would_find(typed: str, at_most: int) -> None:
    words = ["かきく", "かきくけ", "がきく", "けきくか", "こここ", "きかくけこ", "かぎくけこが"]
    near = NearNames((word, word) for word in words)
    everything = {(word, edit_distance(typed, word, at_most=at_most)) for word in words}
    assert set(near.near(typed, at_most=at_most)) == {(word, slips) for word, slips in everything if slips <= at_most}


def test_letters_of_other_spellings_are_the_same() -> None:
    for one, other in [
        ("Ōtsu", "ootsu"),
        ("Tiyoda", "Chiyoda-ku"),
        ("Huzi", "fuji city"),
        ("Shimbara", "shinbara"),
        ("Ohno", "oono"),
        ("Syodosima", "shoudoshima"),
    ]:
        assert letters_key(one) == letters_key(other)
    assert letters_key("Otsu") != letters_key("Tsu")


def test_marks_on_letters_and_signs_taken_for_others() -> None:
    assert without_marks("Ōtsu ÉKI") == "otsu eki"
    assert alike("神埼市") == alike("神崎市")
    assert alike("大河原町") == "大川原町"
    assert alike("伊那市") != alike("二戸市")
