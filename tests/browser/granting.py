"""What people do with a grant of the demonstration: apply for it, examine it, decide it, pay it."""

from base64 import b64decode
from datetime import UTC, date, timedelta

from playwright.sync_api import FilePayload, Page
from time_machine import escape_hatch

from tests.browser.clicking import choose, fill, follow, press, told
from tests.browser.conftest import Enter

# The day of the machine, as the site has it: where this is read, the clock of the other tests stands (tests/clock.py).
TODAY = (escape_hatch.datetime.datetime.now(UTC) + timedelta(hours=9)).date()
STAMPS = ("head", "division", "department")
# A photo of a paper, as small as there is one.
PHOTO = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
# So many days after today: the first year is proved, the register says that they moved away.
PROVED, MOVED, KNOWN_AFTER = 380, 720, 740
Parts = dict[str, str]


def day(name: str, on: date) -> Parts:
    """Return what a browser posts for a day in three fields."""
    return {f"{name}_year": str(on.year), f"{name}_month": str(on.month), f"{name}_day": str(on.day)}


def who(name: str, kana: str, born: date, phone: str, address: str, email: str = "") -> Parts:
    """Return who applies, field by field."""
    return {"name": name, "kana": kana, "phone": phone, "address": address, "email": email} | day("birth_on", born)


# The questions of わかもの定住補助金 as pages name their fields; radio buttons and boxes apart from what is written.
CHOSEN = {
    "applicant-tax_unpaid-value": "no", "move-intends_5_years-value": "yes", "move-joins_association-value": "yes",
    "house-in_bank-value": "yes", "household-members-0-relation": "child",
}  # fmt: skip


def written(*, moved_in_on: date, cost_yen: int) -> Parts:
    """Return what a family with one child writes."""
    return {
        "house-cost_yen-value": str(cost_yen), "own-q1-value": "高遠町勝間",
        **day("move-moved_in_on-value", moved_in_on), **day("household-members-0-born_on", date(2021, 6, 1)),
    }  # fmt: skip


def answer(page: Page, chosen: Parts, words: Parts) -> None:
    """Fill in those of the fields that are on the page."""
    names = set(page.eval_on_selector_all("main [name]", "all => all.map(each => each.name)"))
    choose(page, **{name: value for name, value in chosen.items() if name in names})
    fill(page, **{name: value for name, value in words.items() if name in names})


def open_first(page: Page, chosen: Parts, words: Parts) -> None:
    """Write an application down as it is heard on the telephone or stands on paper."""
    page.goto("/ina/staff/applications/new/wakamono-settling/")
    told(page, "電話・紙の申請を受け付ける")
    answer(page, CHOSEN | chosen, words)
    page.locator("[name=agree]").check()
    press(page, "受け付ける")
    told(page, "申請を受け付けました")


def receive(page: Page, *labels: str) -> None:
    """Take papers that came by post, and find them in order."""
    application = page.url
    for label in labels:
        page.goto(application)
        page.get_by_role("cell").get_by_role("link", name=label, exact=True).click()
        fill(page, received_on=TODAY.isoformat(), issued_on=TODAY.isoformat())
        press(page, "受け取りを記録する")
        accept(page, application, label)
    page.goto(application)


def accept(page: Page, application: str, label: str) -> None:
    """Find a paper in order that has come."""
    page.goto(application)
    page.get_by_role("cell").get_by_role("link", name=label, exact=True).click()
    press(page, "確認済みにする")
    told(page, f"{label}: 確認済み")


def propose(page: Page) -> None:
    """Put an application before those who decide, from its page, as the rule says; its reasons stand there already."""
    follow(page, "審査を終えて決裁に回す")
    press(page, "決裁に回す")
    told(page, "決裁に回しました")


def decide(enter: Enter, application: str, *, stamps: int) -> Page:
    """Let as many of 係長, 課長, 部長 stamp as the amount needs; return the page of the last one."""
    for role in STAMPS[: stamps - 1]:
        page = enter(role).new_page()
        page.goto(application)
        press(page, "承認して次に回す")
        told(page, "承認し、次に回しました")
    page = enter(STAMPS[stamps - 1]).new_page()
    page.goto(application)
    press(page, "審査のとおり決裁する")
    page.get_by_role("dialog").get_by_role("button", name="審査のとおり決裁する").click()
    told(page, "決定し、通知書を作りました")
    return page


def step(page: Page, grant: str, action: str, **values: str) -> None:
    """Take a step with a grant, with what is written in its form."""
    page.goto(grant)
    follow(page, action)
    fill(page, **values)
    press(page, action)
    told(page, f"{action}: 済みました")


def pay(enter: Enter, desk: Page, grant: str, *, name: str, kana: str, number: str) -> None:
    """Write an account down and confirm it, make a batch with the claim of a grant, and say that it was paid."""
    desk.goto(grant)
    follow(desk, "申請")
    follow(desk, "支払先の口座")
    choose(desk, kind="1")
    fill(
        desk, bank_code="9999", bank_name="架空銀行", branch_code="999", branch_name="見本支店", number=number,
        holder=kana,
    )  # fmt: skip
    press(desk, "口座を登録する")
    told(desk, "口座を登録しました")
    head = enter("head").new_page()
    head.goto(desk.url)
    follow(head, "架空銀行")
    press(head, "確認済みにする")
    told(head, "口座を確認済みにしました")
    head.goto("/ina/staff/payments/")
    head.get_by_role("row", name=name).get_by_role("checkbox").check()
    fill(head, pays_on=TODAY.isoformat())
    press(head, "選んだ支払いの支払データを作る")
    fill(head, paid_on=TODAY.isoformat())
    press(head, "支払済みにする")
    told(head, "支払済みにしました")
    head.goto(grant)
    told(head, "義務期間中")


def later(days: int) -> str:
    """Return the day so many days after today, as forms take it."""
    return (TODAY + timedelta(days=days)).isoformat()


def surcharge_of(yen: int) -> int:
    """Return 10.95 % a year, from the day on which it was paid to the day on which it comes back, both counted."""
    return yen * (KNOWN_AFTER + 1) * 3 // 10_000


def move_out(desk: Page, grant: str, *, name: str, born: date, yen: int) -> str:
    """Match the list of the residents' register with duties; return the page of the refund that is considered."""
    rows = f"氏名,生年月日,転出年月日,異動事由\n{name},{born},{later(MOVED)},転出\n"
    desk.goto("/ina/staff/obligations/departures/")
    desk.locator("[name=upload]").set_input_files(
        FilePayload(name="list.csv", mimeType="text/csv", buffer=rows.encode())
    )
    fill(desk, source="市民課")
    press(desk, "照合する")
    told(desk, "確かめる人 1件", name)
    press(desk, "選んだ人を本人・世帯員と認める")
    desk.get_by_role("dialog").get_by_role("button", name="選んだ人を本人・世帯員と認める").click()
    told(desk, "転出による義務違反 1件")
    desk.goto(grant)
    told(desk, "義務違反")
    follow(desk, "転出(確認中)")
    told(desk, "市民課の異動者の一覧")
    press(desk, "返還の検討を始める")
    told(desk, "返還の検討を始めました", "検討中", f"{yen:,}円")  # within three years: all of it
    return desk.url


def refund_step(page: Page, refund: str, action: str, **values: str) -> None:
    """Take a step with a refund."""
    page.goto(refund)
    follow(page, action)
    fill(page, **values)
    press(page, action)
    told(page, f"{action}: 済みました")
