"""Terms for misheard names: one mistake apart means a term in common; queries are what PostgreSQL reads."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from kayoi.kit.text import edit_distance, heard_key, heard_words, sound_queries, sound_terms

NEAR = "~"
words = st.text(st.sampled_from("かきさたなのもやらん"), min_size=2, max_size=7)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ハットリ", "はとり"),
        ("はとり", "はとり"),
        ("オーノ", "おの"),
        ("おおの", "おの"),
        ("やまざき", "やまさき"),
        ("しみづ かをる", "しみすかおる"),
        ("", ""),
    ],
)
def test_heard_keys(text: str, key: str) -> None:
    assert heard_key(text) == key


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("やまだ はな", ("やまた", "はな")),
        ("ヤマダ・ハナ", ("やまた", "はな")),
        ("オーノ", ("おの",)),
        ("山田 はな", ()),
        ("yamada", ()),
        ("", ()),
        ("あ" * 50, ("あ",)),
        ("かき" * 30, ("かき" * 10,)),
    ],
)
def test_heard_words(text: str, heard: tuple[str, ...]) -> None:
    assert heard_words(text) == heard


def test_terms_are_of_each_word_and_of_the_whole() -> None:
    assert sound_terms("かさ なら") == [
        "=かさ", "~かさ", "~さ", "~か", "=なら", "~なら", "~ら", "~な",
        "=かさなら", "~かさなら", "~さなら", "~かなら", "~かさら", "~かさな",
    ]  # fmt: skip
    assert sound_terms("山田") == []


@given(words, words)
def test_one_mistake_leaves_a_term_in_common(one: str, other: str) -> None:
    left, right = heard_key(one), heard_key(other)
    if edit_distance(left, right, at_most=1) <= 1 and min(len(left), len(right)) > 1:
        assert {term for term in sound_terms(one) if term[0] == NEAR} & set(sound_terms(other))


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        ("かさ", ("('=かさ')", "('~かさ')")),
        ("かさな", ("('=かさな')", "('~かさな') | ('~さな') | ('~かな') | ('~かさ')")),
        ("山田", None),
        ("か", None),
        ("' | !", None),
        ("", None),
    ],
)
def test_queries(text: str, queries: tuple[str, str] | None) -> None:
    assert sound_queries(text) == queries


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "heard", "same", "near"),
    [
        ("おおの たろう", "おの たろ", True, True),
        ("たなか はな", "たなま はま", False, True),
        ("たなか はな", "たなまはな", False, True),
        ("たなか はな", "はな たなか", True, True),
        ("たなか はな", "さとう はな", False, False),
    ],
)
def test_the_database_finds_what_the_queries_mean(name: str, heard: str, same: bool, near: bool) -> None:
    queries = sound_queries(heard)
    assert queries is not None
    with connection.cursor() as cursor:
        for query, expected in zip(queries, (same, near), strict=True):
            cursor.execute("SELECT array_to_tsvector(%s) @@ %s::tsquery", [sound_terms(name), query])
            assert cursor.fetchone() == (expected,)
