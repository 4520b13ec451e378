"""Normal text, and the keys under which people, places and readings are found."""

import unicodedata
from collections.abc import Callable
from itertools import chain

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kayoi.kit.tests.case_tables import cases
from kayoi.kit.text import edit_distance, email_key, kana_key, name_key, normal, phone_key, search_key, sound_key
from kayoi.kit.text.variants import VARIANTS

YES = {"はい": True, "いいえ": False}

# Anything, and what Japanese text is made of: kana of all kinds, kanji with variants, counters, dashes, marks.
JAPANESE = (
    "あいかがけこはばぱおうえゐをっゃゎゔゕゖゝゞアカガケヶヵヤャッーｰヴｶﾞｹ゛゜\u3099\u309a"
    "一二三十霞関谷丸渡邊邉斎齋髙々〆〇0１2- ‐―－・･.　 \n@a＠ＡßİK¸"
)
texts = st.text() | st.text(st.sampled_from(JAPANESE))
keys = pytest.mark.parametrize(
    "key", [normal, search_key, name_key, kana_key, sound_key, email_key, phone_key], ids=lambda key: key.__name__
)


@keys
@given(text=texts)
@example(text="霞ヶ 関 か-川 1一 2")
@example(text="ǰ İ ΐ ŉ ﬃ ㍻ ʹ")
@example(text="+81+81")
@example(text="0 \u3099 ッ\u3099")
def test_a_key_of_a_key_is_the_key(key: Callable[[str], str], text: str) -> None:
    assert key(key(text)) == key(text)


@keys
def test_every_single_character_has_a_stable_key(key: Callable[[str], str]) -> None:
    chars = map(chr, chain(range(0x3400), range(0xF900, 0x1F000)))
    assert [char for char in chars if key(key(char)) != key(char)] == []


# Normal text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("愛媛\U000e0103県", "愛媛県"),
        ("葛\U000e0100城", "葛城"),
        ("☎\ufe0f 03", "☎ 03"),
        ("  伊那　市\t\n役所 ", "伊那 市 役所"),
        ("伊\u200b那\ufeff市\u202e", "伊那市"),
        ("伊\x00那\x1b市", "伊那市"),
        ("\ud842", ""),
        ("ｶﾞｯｺｳ", "ガッコウ"),
        ("か゛く、は゜", "がく、ぱ"),
        ("㈱ＡＢＣ①", "(株)ABC1"),
        ("髙﨑 𠮷", "髙﨑 𠮷"),
        ("ヶ ｹ", "ヶ ケ"),
    ],
)
def test_normal_text(text: str, expected: str) -> None:
    assert normal(text) == expected


@given(texts)
def test_normal_text_can_be_stored_and_is_one_line(text: str) -> None:
    result = normal(text)
    assert result.encode("utf-8").decode("utf-8") == result
    assert "\x00" not in result
    assert " ".join(result.split()) == result
    assert unicodedata.is_normalized("NFKC", result)


# Search keys


@cases("text_search_keys")
def test_what_the_search_takes_for_the_same(case: dict[str, str]) -> None:
    assert (search_key(case["一方"]) == search_key(case["他方"])) is YES[case["同じ"]]


def test_the_search_key_keeps_the_words_apart() -> None:
    assert search_key("長野県 伊那市　下新田3050番地") == "長野県 伊那市 下新田3050番地"


def test_every_variant_folds_in_one_step_and_survives_normal_text() -> None:
    assert len(VARIANTS) > 500
    for code, first in VARIANTS.items():
        assert ord(first) not in VARIANTS
        assert normal(chr(code)) == chr(code)
        assert search_key(chr(code)) == first


@cases("text_names")
def test_names_are_compared_without_spaces_and_signs(case: dict[str, str]) -> None:
    assert (name_key(case["一方"]) == name_key(case["他方"])) is YES[case["同じ"]]


# Readings


@cases("text_kana")
def test_readings_and_sounds(case: dict[str, str]) -> None:
    assert kana_key(case["書かれた文字"]) == case["よみキー"]
    assert sound_key(case["書かれた文字"]) == case["音キー"]


@given(texts)
def test_who_reads_alike_sounds_alike(text: str) -> None:
    assert sound_key(kana_key(text)) == sound_key(text)


# E-mail


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Taro.Yamada@Example.JP", "taro.yamada@example.jp"),
        (" taro@example.jp ", "taro@example.jp"),
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "taro@example.jp"),
        ("ta\u200bro@example.jp", "taro@example.jp"),
        ("taro+ina@example.jp", "taro+ina@example.jp"),
        ("なし", ""),
        ("", ""),
        ("taro@", ""),
        ("taro yamada@example.jp", ""),
        ("taro@a@example.jp", ""),
    ],
)
def test_email_keys(text: str, key: str) -> None:
    assert email_key(text) == key


# Distance


def distance_in_full(a: str, b: str) -> int:
    """Compute optimal string alignment the plain way, for comparison."""
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            if not i or not j:
                table[i][j] = i + j
                continue
            steps = [table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a[i - 1] != b[j - 1])]
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                steps.append(table[i - 2][j - 2] + 1)
            table[i][j] = min(steps)
    return table[-1][-1]


words = st.text(st.sampled_from("あいう"), max_size=8)


@given(words, words, st.integers(0, 9))
def test_distances_within_reach_are_exact_and_beyond_it_one_more(a: str, b: str, at_most: int) -> None:
    assert edit_distance(a, b, at_most=at_most) == min(distance_in_full(a, b), at_most + 1)


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [
        ("やまだ", "やまだ", 0),
        ("やまだ", "やまた", 1),
        ("やまだ", "まやだ", 1),
        ("やまだ", "やまうだ", 1),
        ("やまだ", "やだ", 1),
        ("ab", "bca", 3),
        ("", "やまだ", 3),
        ("さとう", "やまだ", 3),
    ],
)
def test_distances(a: str, b: str, distance: int) -> None:
    assert edit_distance(a, b, at_most=3) == distance
    assert edit_distance(b, a, at_most=3) == distance


def test_a_distance_beyond_reach_is_one_more_than_asked() -> None:
    assert edit_distance("さとうたろう", "やまだはなこ", at_most=2) == 3
    assert edit_distance("さとう", "", at_most=0) == 1
