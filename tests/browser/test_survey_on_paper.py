"""A questionnaire on paper: built by staff, printed, answered on a phone too, typed in, and shown in a table."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.site import Site

TYPED = """
SELECT count(*) FILTER (WHERE way = 'paper'), count(*) FILTER (WHERE way = 'web') FROM questionnaires_answersheet s
JOIN questionnaires_version v ON v.id = s.edition_id JOIN questionnaires_questionnaire q ON q.id = v.questionnaire_id
WHERE q.key = 'harvest' AND s.status = 'submitted'
"""


def make(page: Page) -> None:
    page.goto("/ina/staff/surveys/new/")
    page.get_by_label("名称").fill("収穫体験の後のアンケート")
    page.get_by_label("記号").fill("harvest")
    page.get_by_label("自由記述を一つだけ").check()
    page.get_by_role("button", name="作る", exact=True).click()
    page.get_by_role("link", name="第1版の設問を書く").click()
    page.get_by_role("link", name="一つ選ぶ", exact=True).click()
    page.get_by_label("設問の文").fill("また来たいですか")
    page.get_by_label("必ず答えてもらう").check()
    page.locator("#id_options").fill("はい\nいいえ")
    page.get_by_role("button", name="保存する").click()
    page.get_by_role("link", name="いくつでも選ぶ", exact=True).click()
    page.get_by_label("設問の文").fill("来ない理由")
    page.locator("#id_options").fill("遠い\n高い")
    page.get_by_label("「また来たいですか」で「いいえ」").check()
    page.get_by_role("button", name="保存する").click()
    page.get_by_role("link", name="アンケートにもどる").click()
    page.get_by_role("button", name="この版の受付を始める").click()
    page.get_by_role("dialog").get_by_role("button", name="この版の受付を始める").click()
    expect(page.locator("main")).to_contain_text("受付を始めました")


def test_a_paper_questionnaire_is_typed_in_and_shown_in_a_table(enter: Enter, site: Site) -> None:
    page = enter("officer").new_page()
    make(page)
    page.get_by_role("link", name="紙の調査票").click()
    expect(page.locator("main")).to_contain_text("□ はい")
    page.go_back()
    page.get_by_role("link", name="紙・電話の回答を入力").click()
    reasons = page.get_by_role("group", name=re.compile("来ない理由"))
    for answer in ["はい"] * 6 + ["いいえ"] * 5:
        expect(reasons).to_be_hidden()
        page.get_by_label(answer, exact=True).check()
        if answer == "いいえ":
            reasons.get_by_label("遠い").check()
        page.get_by_role("button", name="この1枚を入力する").click()
        expect(page.locator("main")).to_contain_text("1枚を入力しました")
    phone = enter(width=390).new_page()
    phone.goto("/ina/surveys/harvest/")
    phone.get_by_role("button", name="答え始める").click()
    phone.get_by_label("はい", exact=True).check()
    phone.get_by_role("button", name="送る", exact=True).click()
    expect(phone.locator("h1")).to_have_text("回答を受け取りました")
    assert site.query(TYPED) == [(11, 1)]
    page.get_by_role("link", name="入力を終える").click()
    page.locator("main").get_by_role("link", name="集計", exact=True).click()
    expect(page.locator("main")).to_contain_text("回答のあった12人")
    page.locator("#id_columns").select_option(label="また来たいですか")
    page.get_by_role("button", name="表を作る").click()
    table = page.get_by_role("table", name="また来たいですか")
    expect(table).to_contain_text("7")
    expect(table).to_contain_text("(58.3%)")
    expect(page.locator("main")).to_contain_text("回答票12枚のうち、尋ねた人12人")
