"""A house on its way to the register: a son calls while his mother signs; one of two heirs is silent."""

from playwright.sync_api import Page, expect

from tests.browser.clicking import choose, fill, follow, pdf, press, told
from tests.browser.conftest import Enter

CHECKS = 6


def take_application(page: Page, **answers: str) -> None:
    """Write an application down as it is said on the telephone."""
    page.goto("/ina/staff/homes/applications/")
    follow(page, "紙・電話の申込みを記録する")
    choose(page, channel="telephone", who=answers.pop("who"), kind="dwelling", holding=answers.pop("holding"))
    choose(page, offer="sale", is_dealers_stock="no", was_built_to_sell="no", has_brokerage="no")
    fill(page, **answers)
    for name in ("own_site", "brokers", "tax_check"):
        page.locator(f"[name=consent_{name}]").check()
    page.locator("[name=pledge]").check()
    page.locator("[name=agree]").check()
    press(page, "受け付ける")
    told(page, "申込みを記録しました")


def receive(page: Page, *labels: str) -> None:
    """Take papers that came by post, and find them in order."""
    for label in labels:
        paper = page.get_by_role("cell").get_by_role("link", name=label)
        paper.click()
        press(page, "受け取りを記録する")
        paper.click()
        press(page, "確認済みにする")
        told(page, label, ": 確認済み")


def check(page: Page, number: int) -> None:
    """Find one of the things that are checked in order."""
    page.locator("main").get_by_role("link", name="記録する").nth(number).click()
    choose(page, result="passed")
    fill(page, ground="担当課の回答(架空)")
    press(page, "結果を記録する")


def examine(page: Page, house: str) -> None:
    """Find everything in order that is checked, and write down the survey at the house."""
    page.goto(f"{house}checks/")
    for number in range(CHECKS):
        check(page, number)
    told(page, "現地調査の記録がありません")
    expect(page.locator("main")).not_to_contain_text("審査がまだです")
    follow(page, "現地調査")
    # Before the page can keep it on the device, the ordinary form would send it.
    expect(page.locator("[data-outbox][data-offline=ready]")).to_be_attached()
    fill(page, surveyor="調査 太郎(架空)")
    press(page, "記録する")
    expect(page.locator("[data-outbox]")).to_have_attribute("data-sent", "1")


def decide(page: Page, house: str) -> None:
    """Register a house, as the head of section does."""
    page.goto(house)
    told(page, "次にすること 登録を決定する")
    follow(page, "登録を決定する")
    press(page, "登録を決定する")
    told(page, "登録を決定する: 記録しました。", "登録済み")


def test_son_calls_while_his_mother_signs_on_paper(enter: Enter) -> None:
    page = enter("officer").new_page()
    take_application(
        page, who="kin", holding="alone", name="囲炉裏 進(架空)", phone="090-0000-4101", address="東京都架空区1-1",
        owner_name="囲炉裏 すみ(架空)", relation="子", owner_address="長野県伊那市架空11", quarter="高遠町勝間",
        lot_number="4101", price_yen="3200000",
    )  # fmt: skip
    application = page.url
    told(page, "囲炉裏 すみ(架空)の代理・子", "委任状を確かめるまで")
    assert pdf(page, "記入済みの申込書").startswith(b"%PDF")
    assert pdf(page, "記入済みの委任状").startswith(b"%PDF")
    receive(page, "署名のある申込書(紙)", "申し込む人の本人確認書類の写し", "所有が分かるもの")
    follow(page, "空20")
    house = page.url
    follow(page, "審査を始める")
    press(page, "審査を始める")
    told(page, "審査を始める: 記録しました。")
    page.goto(f"{house}checks/")
    check(page, 0)  # taxes: nobody may ask before her mandate is seen
    told(page, "家族の申込みでは、委任状を確かめてから")
    page.goto(application)
    receive(page, "委任状")
    examine(page, house)
    page = enter("head").new_page()
    decide(page, house)
    page.goto(application)
    told(page, "空き家バンク登録決定通知書")
    assert pdf(page, "空き家バンク登録決定通知書").startswith(b"%PDF")


def test_one_of_two_heirs_is_silent(enter: Enter) -> None:
    page = enter("officer").new_page()
    take_application(
        page, who="heir", holding="inherited", name="納戸 太郎(架空)", phone="090-0000-4102", address="東京都架空区2-2",
        deceased="納戸 茂(架空)", others="納戸 次郎(架空)、弟", quarter="高遠町勝間", lot_number="4102",
    )  # fmt: skip
    application = page.url
    follow(page, "空20")
    house = page.url
    follow(page, "審査を始める")
    press(page, "審査を始める")
    told(page, "審査を始める: 記録しました。")
    examine(page, house)
    page.goto(house)
    told(page, "次にすること 権利者全員の同意を得る")
    page.goto(f"{house}steps/register/")
    told(page, "いまは、この手続きはできません", "相続人の一人の同意がまだです")
    page.goto(f"{house}people/")
    silent = page.get_by_role("row", name="納戸 次郎(架空)")
    silent.get_by_role("link", name="手紙を出したと記録").click()
    press(page, "記録する")
    told(page, "手紙の返事を確かめる")  # waits on somebody's board
    page.goto(f"{house}people/")
    expect(silent).to_contain_text("返事待ち")
    silent.get_by_role("link", name="連絡の結果を記録").click()
    choose(page, channel="letter", reached="reached", agreement="agreed")
    press(page, "記録する")
    expect(page.locator("main")).not_to_contain_text("手紙の返事を確かめる")
    page.goto(application)
    receive(page, "申し込む人の本人確認書類の写し", "所有が分かるもの", "ほかの権利者の同意書", "署名のある申込書(紙)")
    decide(enter("head").new_page(), house)
