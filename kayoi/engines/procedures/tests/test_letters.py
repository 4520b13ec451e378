"""Letters as people get them: 公用文 in all kinds, with short and very long names, and over several pages."""

from itertools import pairwise
from typing import Any

import pytest

from kayoi.engines.procedures.models import Letter
from kayoi.engines.procedures.selectors.letters import instruction, letter_pdf, title_of
from kayoi.engines.procedures.states import LETTERS, RETURN_LETTER
from kayoi.foundation.tenancy.models import Organization
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


@pytest.mark.parametrize(
    ("name", "kind", "head"), [("伊那市", "municipality", "伊那市長"), ("長野県", "prefecture", "長野県知事")]
)
def test_how_to_appeal_says_to_whom_against_whom_and_by_when(
    in_ina: Organization, name: str, kind: str, head: str
) -> None:
    in_ina.name, in_ina.kind = name, kind
    review, action = instruction(in_ina).split("\n")
    assert "3か月以内に、" + head + "に対して審査請求" in review
    assert f"6か月以内に、{name}を被告として(訴訟において{name}を代表する者は、{head}です。)" in action
    assert all("決定の日の翌日から起算して1年" in one for one in (review, action))
    assert "6か月の期間はその裁決があったことを知った日の翌日から" in action


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_kind_holds_how_to_appeal_on_one_page(in_ina: Organization, template: str) -> None:
    (words,) = words_of_pages(letter(template, instruction=instruction(in_ina), reasons=[REASON] * 3))
    assert ("(教示)この決定に不服があるときは" in words) == ("(教示)" in words_of_pages(letter(template))[0])
