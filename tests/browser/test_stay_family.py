"""A family tries out life in a town: found on the phone, allowed, paid, there by the code, gone, looked at, counted."""

import re
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.browser.clicking import choose, fill, follow, press, told
from tests.browser.conftest import Enter
from tests.browser.granting import TODAY, propose, who

NAME = "木曽 駒(架空)"
HOUSE = "高遠の家"


def answered(page: Page) -> None:
    """Answer the questions of the house that are on the page, as somebody who may stay would."""
    willing = {
        "stay-considers-value": "move", "stay-consultation-value": "had", "stay-joins_events-value": "yes",
        "applicant-organized_crime-value": "no", "stay-pets-value": "no",
    }  # fmt: skip
    names = set(page.eval_on_selector_all("main [name]", "all => all.map(each => each.name)"))
    choose(page, who="self", **{name: value for name, value in willing.items() if name in names})
    for name in ("pledge", "agree"):
        page.locator(f"[name={name}]").check()


def asked(family: Page) -> str:
    """Find a house and ask for it; return the address of the page of the stay."""
    family.goto("/ina/stays/")
    follow(family, HOUSE)
    fill(
        family, first=(TODAY + timedelta(days=11)).isoformat(), last=(TODAY + timedelta(days=18)).isoformat(),
        adults="2", children="0",
    )  # fmt: skip
    press(family, "空きと料金を見る")
    told(family, "空いています")
    press(family, "この日程で申し込む")
    email = "kiso@demo.example"
    fill(family, **who(NAME, "きそ こま", date(1990, 4, 4), "090-0000-4401", "東京都架空区44", email))
    for field in family.locator("main [name$='-name']:visible").all():
        field.fill("木曽 川(架空)")
    answered(family)
    press(family, "申し込む")
    told(family, "申請を受け付けました")
    return family.url.partition("#")[0]


def allowed(enter: Enter, desk: Page) -> str:
    """Find the application in the office and decide it; return the address of the stay there."""
    desk.goto(f"/ina/staff/stays/?words={NAME[:4]}")
    desk.locator("main table a").first.click()
    stay = desk.url
    decided(enter, desk, stay)
    return stay


def decided(enter: Enter, desk: Page, stay: str) -> None:
    """Examine a stay and allow it, by two people."""
    desk.goto(stay)
    while (open_ones := desk.locator("main").get_by_role("link", name=re.compile("^認定する"))).count():
        open_ones.first.click()
        choose(desk, holds="yes")
        fill(desk, ground="電話で確かめた。")
        press(desk, "認定を記録する")
        desk.goto(stay)
    propose(desk)
    head = enter("head").new_page()
    head.goto(stay)
    press(head, "審査のとおり決裁する")
    head.get_by_role("dialog").get_by_role("button", name="審査のとおり決裁する").click()
    told(head, "許可済み")


def paid(desk: Page, stay: str) -> None:
    """Note all that was paid."""
    for _ in range(5):
        desk.goto(stay)
        link = desk.locator("main").get_by_role("link", name=re.compile("^支払いを記録する"))
        if not link.count():
            return
        link.first.click()
        press(desk, "支払いを記録する")
        told(desk, "支払いを記録しました")


def moved_to_today(desk: Page, stay: str) -> None:
    """Let them come today, as they have asked on the telephone: whoever was to come has fallen ill."""
    desk.goto("/ina/staff/stays/arrivals/")
    desk.locator("main a", has_text="立科 みお").first.click()
    desk.goto(f"{re.sub(r'check-in/$', '', desk.url)}cancel/")
    choose(desk, reason="illness")
    fill(desk, why="熱が出たとの電話")
    press(desk, "取りやめる")
    told(desk, "滞在を取りやめました")
    desk.goto(stay)
    follow(desk, "ほかの部屋・日に移す")
    fill(desk, first=TODAY.isoformat(), why="きょうから来たいとの電話")
    press(desk, "移す")
    told(desk, "予約を移しました")


def confirmed(desk: Page, stay: str) -> None:
    """Ask for what the ground of the house demands."""
    desk.goto(f"{stay}intent/")
    choose(desk, intent="rent")
    fill(desk, said="春から借りる家を探したい。", asked_on=TODAY.isoformat())
    desk.locator("main form button[type=submit]").first.click()
    expect(desk.locator("main")).not_to_contain_text("意思を、まだ確かめていません")


def test_a_family_from_the_first_look_to_the_figures(enter: Enter) -> None:
    family, desk = enter(width=390).new_page(), enter("officer").new_page()
    own = asked(family)
    stay = allowed(enter, desk)
    paid(desk, stay)
    moved_to_today(desk, stay)
    confirmed(desk, stay)
    desk.goto("/ina/staff/stays/arrivals/")
    told(desk, NAME, "ありません")
    desk.goto("/ina/staff/stays/board/")
    row = desk.locator("tr[data-room]").filter(has_text=HOUSE)
    expect(row.locator("a.stay-bar").filter(has_text=NAME[:4])).to_be_visible()
    desk.goto(f"/ina/staff/stays/rooms/{row.get_attribute('data-room')}/poster/")
    code = desk.locator(".stay-key").inner_text().strip()

    family.goto(own)
    follow(family, "到着を知らせる")
    fill(family, code="XXXXXX")
    press(family, "到着を知らせる")
    told(family, "合言葉が違います")
    fill(family, code=code.lower())
    press(family, "到着を知らせる")
    told(family, "到着を受け付けました", "滞在中")
    press(family, "退去を知らせる")
    family.get_by_role("dialog").get_by_role("button", name="退去を知らせる").click()
    told(family, "退去を受け付けました")

    desk.goto(stay)
    follow(desk, "点検して終了する")
    fill(desk, findings="障子が破れている。", damage_yen="3000")
    press(desk, "点検を記録して終了する")
    told(desk, "滞在を終了しました", "預り金の返還", "7,000")
    desk.goto("/ina/staff/stays/figures/rows/")
    told(desk, HOUSE)
    desk.goto("/ina/staff/stays/cleaning/")
    told(desk, HOUSE)
