"""The bigram index and its queries: every part of a text finds the text."""

import re

import pytest
from django.db import connection
from hypothesis import example, given
from hypothesis import strategies as st

from kayoi.kit.text import bigrams, normal, search_query

CHARS = "あいかがけ霞関谷丸一二ケカヶヵガサビス渡邊１2３4-ーａb 　・'\\:&|!*()"
texts = st.text(st.sampled_from(CHARS), max_size=20)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("山田", ["山田", "田"]),
        ("山田陽", ["山田", "田陽", "陽"]),
        ("雪", ["雪"]),
        ("山田 太郎", ["山田", "田", "太郎", "郎"]),
        ("山山山", ["山山", "山"]),
        ("渡邊", ["渡辺", "辺"]),
        ("ヤマダ・タロウ", ["やま", "まだ", "だ", "たろ", "ろう", "う"]),
        ("霞ヶ関", ["霞が", "霞け", "霞か", "が関", "け関", "か関", "関"]),
        ("サ一", ["さ一", "一"]),
        ("サ一ビ", ["さ-", "さ一", "-び", "一び", "び"]),
        ("1-2", ["1-", "-2", "2"]),
        ("山田 - 太郎", ["山田", "田", "太郎", "郎"]),
        ("、。!", []),
        ("", []),
    ],
)
def test_index_terms(text: str, terms: list[str]) -> None:
    assert bigrams(text) == terms


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("山田", "'山田'"),
        ("山田陽", "'山田' & '田陽'"),
        ("雪", "'雪':*"),
        ("山田 雪", "'山田' & '雪':*"),
        ("ﾔﾏﾀﾞ", "'やま' & 'まだ'"),
        ("山山山", "'山山'"),
        ("霞ケ関", "'霞が' & 'が関'"),
        ("O'Brien", "'o':* & 'br' & 'ri' & 'ie' & 'en'"),
        ("a\\b':* | c & !d", "'a':* & 'b':* & 'c':* & 'd':*"),
        ("", None),
        (" 　", None),
        ("-", None),
        ("ー、!' \\", None),
    ],
)
def test_queries(text: str, query: str | None) -> None:
    assert search_query(text) == query


def matches(terms: list[str], query: str) -> bool:
    """Answer as PostgreSQL does: every lexeme is a term, or with :* begins one."""
    wanted = re.findall(r"'([^']+)'(:\*)?", query)
    assert " & ".join(f"'{lexeme}'{prefix}" for lexeme, prefix in wanted) == query
    return all(
        any(term.startswith(lexeme) for term in terms) if prefix else lexeme in terms for lexeme, prefix in wanted
    )


@given(texts, st.integers(0, 20), st.integers(1, 20))
@example("タケ谷霞ヶ関", 1, 2)
@example("霞ヶ関", 1, 1)
@example("サ一ビス", 0, 2)
@example("1一2ヶ月", 1, 3)
def test_every_part_of_a_text_finds_it(text: str, start: int, length: int) -> None:
    whole = normal(text)
    query = search_query(whole[start : start + length])
    assert query is None or matches(bigrams(whole), query)


@pytest.mark.parametrize("part", ["霞ヶ", "霞が", "霞か", "ケ関", "が関", "か関", "ヶ関", "ヶ", "が"])
@pytest.mark.parametrize("whole", ["霞ヶ関", "霞ケ関", "霞が関", "霞カ関"])
def test_every_part_of_every_spelling_finds_every_spelling(whole: str, part: str) -> None:
    query = search_query(part)
    assert query is not None
    assert matches(bigrams(whole), query)


@pytest.mark.parametrize(
    ("whole", "absent"), [("山田太郎", "田山"), ("山田", "山田太"), ("伊那", "雪"), ("武田", "高田")]
)
def test_what_is_not_there_is_not_found(whole: str, absent: str) -> None:
    query = search_query(absent)
    assert query is not None
    assert not matches(bigrams(whole), query)


@pytest.mark.django_db
def test_the_database_reads_terms_and_queries_the_same_way() -> None:
    pairs = [
        ("山田 太郎", "山田", True),
        ("山田 太郎", "郎", True),
        ("山田 太郎", "山太", False),
        ("霞ヶ関", "ケ関", True),
        ("O'Brien \\ 1-2", "o'brien 1-2", True),
        ("a:* & !b", "b !a:*", True),
        ("𠮷野家", "吉野", True),
    ]
    with connection.cursor() as cursor:
        for text, wanted, found in pairs:
            cursor.execute("SELECT array_to_tsvector(%s) @@ %s::tsquery", [bigrams(text), search_query(wanted)])
            assert cursor.fetchone() == (found,), (text, wanted)
