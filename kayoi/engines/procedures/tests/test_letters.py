"""Letters as people get them: 公用文 in all kinds, with short and very long names, and over several pages."""

from itertools import pairwise
from typing import Any

import pytest
from django.utils import translation

from kayoi.engines.messages.selectors import text_of
from kayoi.engines.procedures.models import Letter
from kayoi.engines.procedures.selectors.letters import letter_pdf, title_of
from kayoi.engines.procedures.states import INSTRUCTION, LETTERS, RETURN_LETTER
from kayoi.kit.tests.pdf_text import lines_of_pages, words_of_pages

REASON = (
    "次の要件を満たしません: 「転入日の直前の10年間のうち通算5年以上、かつ直近1年以上、東京23区内に在住していたこと」"
    "(交付要綱第3条第2項第1号ア)。提出された住民票の除票では、3年間しか確かめられませんでした。"
)
TWO_LINES = "次の要件を満たしません: 「申請日の満年齢(生年月日)が40歳未満であること」(交付要綱第3条第1項第1号)"
SHORT = ["〒396-8617", "長野県伊那市下新田3050", "唐木 澄 様"]
LONG = [
    "〒396-8617",
    "長野県伊那市高遠町西高遠字上ノ原一丁目二千三百四十五番地六",
    "メゾン・ド・グラン・アルプス伊那高遠ヒルズ弐番館 東棟 1203号室",
    "有限会社ながいなまえのやまのうえふどうさん気付",
    "マリア・フェルナンダ・デ・ソウザ・オリヴェイラ・サントス・アルブケルキ・ド・ナシメント 様",
]
TEMPLATES = [*LETTERS.values(), RETURN_LETTER]


def letter(template: str, **values: Any) -> bytes:
    """Set a letter of a kind; `values` are what is otherwise than in a short one."""
    told = {
        "number": "令和8年度 第12号", "issued_on": "令和8年11月20日", "addressee": SHORT,
        "sender": {"head": "伊那市長", "office": "伊那市 地域創造課", "phone": "0265-78-4111"},
        "instruction": "審査請求をすることができます。\n訴えを提起することができます。", "procedure": "定住補助金",
        "receipt": "K7QM-3XTR-9WPA", "applied_on": "令和8年11月2日", "decided_on": "令和8年11月20日",
        "amount": "金650,000円", "conditions": ["5年以上住むこと。", "住所の変更を届け出ること。"],
        "reasons": [REASON], "due_on": "令和8年12月4日",
    }  # fmt: skip
    return letter_pdf(Letter(template=template, title=title_of(template), values=told | values))


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_kind_is_one_page_in_the_order_of_official_letters(template: str) -> None:
    (words,) = words_of_pages(letter(template))
    parts = ["令和8年度 第12号", "令和8年11月20日", *SHORT, "伊那市長", title_of(template), "下記の", "記1"]
    places = [words.find(part) for part in parts]
    assert -1 not in places, words
    assert places == sorted(places), words
    assert words.endswith("問い合わせ 伊那市 地域創造課 0265-78-4111")
    assert "1/1" not in words


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_kind_holds_long_words(template: str) -> None:
    long = {"addressee": LONG, "procedure": "伊那市結婚新生活支援・若年世帯及び子育て世帯空き家改修等定住促進補助金"}
    first, *_ = lines_of_pages(letter(template, reasons=[REASON] * 3, conditions=[REASON] * 3, **long))
    words = "".join(line.words for line in first)
    assert "".join(LONG) in words
    (head,) = (line.above for line in first if line.words == "伊那市長")
    name = next(at for at, line in enumerate(first) if line.words.endswith("様"))
    assert all(line.above > head + 10 for line in first[: name + 1])  # the window ends above the sender


def test_an_address_of_four_lines_is_set_as_large_as_a_short_one() -> None:
    four = [*SHORT[:2], "グラン伊那 東棟 1203号室", "唐木方", SHORT[2]]
    lines = lines_of_pages(letter("procedures/letters/granted", addressee=four))[0][2:7]
    assert [line.words for line in lines] == four
    steps = [round(above.above - below.above, 1) for above, below in pairwise(lines)]
    short = lines_of_pages(letter("procedures/letters/granted"))[0][2:4]
    assert set(steps) == {round(short[0].above - short[1].above, 1)}


def test_without_an_amount_nothing_is_said_of_it_and_the_count_goes_on() -> None:
    (words,) = words_of_pages(letter("procedures/letters/granted", amount="", conditions=[]))
    assert "交付決定額" not in words
    assert "交付の条件" not in words
    assert "2受付番号K7QM-3XTR-9WPA3決定日令和8年11月20日(教示)" in words
    (words,) = words_of_pages(letter("procedures/letters/granted"))
    assert "3交付決定額金650,000円4決定日" in words
    assert "5交付の条件(1)5年以上住むこと。(2)住所の変更を届け出ること。" in words


def test_one_reason_bears_no_number_and_how_to_appeal_stands_apart() -> None:
    (lines,) = lines_of_pages(letter("procedures/letters/not_granted"))
    words = [line.words for line in lines]
    assert "".join(words).count("(1)") == 0
    at = words.index("(教示)")
    assert words[at + 1 : at + 3] == ["審査請求をすることができます。", "訴えを提起することができます。"]


@pytest.mark.parametrize("template", ["not_granted", "not_permitted", "not_registered"])
def test_twenty_reasons_go_over_pages_that_are_counted(template: str) -> None:
    pages = words_of_pages(letter(f"procedures/letters/{template}", reasons=[TWO_LINES] * 20))
    assert [page[-3:] for page in pages] == ["1/2", "2/2"]
    whole = "".join(pages)
    assert all(f"({number})次の要件" in whole for number in range(1, 21))
    assert "(教示)審査請求をすることができます。訴えを提起することができます。" in pages[-1]


@pytest.mark.usefixtures("in_ina")
def test_how_to_appeal_comes_in_paragraphs() -> None:
    with translation.override("ja"):
        lines = text_of(INSTRUCTION, "ja").body.strip().split("\n")
    assert [line[:4] for line in lines] == ["この決定", "また、こ"]
