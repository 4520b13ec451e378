"""Refused: every reason, how to appeal, and three other doors, on the phone and in the letter."""

from datetime import date, timedelta

from playwright.sync_api import expect

from tests.browser.clicking import follow, pdf, press, told
from tests.browser.conftest import Enter
from tests.browser.granting import (
    CHOSEN,
    TODAY,
    answer,
    decide,
    propose,
    receive,
    who,
    written,
)

NAME = "遅咲 椿(架空)"
LATE = who(NAME, "おそざき つばき", date(1975, 2, 3), "090-0000-4303", "長野県伊那市架空45")
REASONS = ("申請日の満年齢(生年月日)が40歳未満であること", "転入日から申請日までが1年以下であること")


def test_all_reasons_the_appeal_and_three_other_doors(enter: Enter) -> None:
    phone = enter(width=390).new_page()
    phone.goto("/ina/apply/wakamono-settling/")
    press(phone, "申請を始める")
    phone.wait_for_url("**/you/")
    answer(phone, {}, LATE)
    press(phone, "次へ")
    follow(phone, "残りをまとめて答える")
    phone.wait_for_url("**/questions/")
    answer(phone, CHOSEN, written(moved_in_on=TODAY - timedelta(days=600), cost_yen=900_000))
    press(phone, "保存して進む")
    follow(phone, "次へ")
    told(phone, "いまの答えでは、要件を満たしません", "それでも申請できます")
    for name in ("pledge", "agree"):
        phone.locator(f"[name={name}]").check()
    press(phone, "それでも申請する")
    told(phone, "申請の状態", "受付番号")
    state = phone.url

    desk = enter("officer").new_page()
    desk.goto("/ina/staff/applications/?status=submitted")
    desk.get_by_role("row", name=NAME).get_by_role("link").first.click()
    told(desk, *REASONS)
    application = desk.url
    receive(desk, "住民票の写し", "契約書の写し")
    propose(desk)
    decide(enter, application, stamps=1)
    desk.goto(application)
    assert pdf(desk, "不交付決定通知書").startswith(b"%PDF")

    phone.goto(state)
    told(phone, "却下", *REASONS, "審査請求")
    doors = phone.locator("section").filter(has=phone.get_by_role("heading", name="ほかの方法"))
    expect(doors).to_contain_text("空き家片づけ補助金(架空)")
    expect(doors).to_contain_text("あといくつかの質問で分かります")  # what the refusal did not need was not asked
    for words, at in (
        ("空き家片づけ補助金(架空)", "/ina/apply/clearing/"), ("職員に質問する", "/ina/ask/"),
        ("ほかの市町村の支援をさがす", "/find-support/"),
    ):  # fmt: skip
        doors.get_by_role("link", name=words).click()
        phone.wait_for_url(f"**{at}")
        phone.go_back()
