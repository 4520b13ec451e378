"""A tour that may not open: lodging for a fee, called openly, by nobody who may; it opens when an agency holds it."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.clicking import choose, fill, follow, press, told
from tests.browser.conftest import Enter
from tests.browser.granting import TODAY

NAME = "春の仕事体験ツアー(架空)"
FIRST = TODAY + timedelta(days=40)


def test_a_tour_that_may_not_open(enter: Enter) -> None:
    desk = enter("officer").new_page()
    desk.goto("/ina/staff/tours/")
    follow(desk, "ツアーを作る")
    fill(desk, name=NAME, key="spring-work")
    choose(desk, kind="working_holiday", segment="students")
    press(desk, "作る")
    told(
        desk,
        "公開までに要るもの",
        "日程がありません",
        "旅行業法の根拠が選ばれていません",
        "ページは、まだ誰にも見えません",
    )

    tour = desk.url
    _described(desk, tour)
    _dated(desk, tour)
    date = desk.url
    told(desk, "受付を始めるまでに要るもの", "旅行業法の根拠が選ばれていません", "職業安定法の根拠が選ばれていません")
    expect(desk.get_by_role("button", name="受付を始める")).to_have_count(0)

    desk.goto(f"{tour}part/ground/")
    choose(desk, travel_basis="exempt", work_basis="direct")
    fill(desk, work_detail="架空農園")
    for name in ("is_run_by_town", "is_below_cost", "is_occasional"):
        desk.locator(f"[name={name}]").check()
    press(desk, "保存する")
    told(desk, "受付を始めるまでに要る根拠", "広く募集しないときだけです", "相談した日と相手がありません")

    desk.goto(f"{tour}part/ground/")
    choose(desk, travel_basis="agency")
    fill(desk, agency_name="架空信州観光株式会社", agency_number="長野県知事登録旅行業第2-000号")
    press(desk, "保存する")
    expect(desk.locator("main")).not_to_contain_text("受付を始めるまでに要る根拠")
    press(desk, "公開する")
    desk.get_by_role("dialog").get_by_role("button", name="公開する").click()
    told(desk, "公開しました")
    desk.goto(date)
    press(desk, "受付を始める")
    desk.get_by_role("dialog").get_by_role("button", name="受付を始める").click()
    told(desk, "受付を始めました", "受付中")
    desk.goto(tour)
    told(desk, "選び方を公表してください")
    follow(desk, "参加者の決め方")
    press(desk, "選び方を公表する")
    desk.get_by_role("dialog").get_by_role("button", name="選び方を公表する").click()
    desk.goto(tour)
    told(desk, "町の一覧に出ています", "いま申し込めます")

    visitor = enter("", width=390).new_page()
    visitor.goto("/ina/tours/")
    expect(visitor.locator("main")).to_contain_text(NAME)


def _described(desk: Page, tour: str) -> None:
    """Say what the tour is, what it costs, that lodging is arranged and wages are paid, and by when to apply."""
    desk.goto(f"{tour}part/words/")
    fill(desk, summary="三日間、農園で働きながら暮らしてみます。", hard="朝は5時に始まります。")
    press(desk, "保存する")
    desk.goto(f"{tour}part/basic/")
    fill(desk, contact="移住担当 090-0000-4103")
    press(desk, "保存する")
    desk.goto(f"{tour}part/money/")
    fill(desk, fee_yen="3000", fee_covers="宿泊を含みます。", insurance="傷害保険")
    press(desk, "保存する")
    desk.goto(f"{tour}part/ground/")
    for name in ("arranges_lodging", "has_paid_work"):
        desk.locator(f"[name={name}]").check()
    press(desk, "保存する")
    desk.goto(f"{tour}part/applying/")
    choose(desk, method="first_come")
    fill(
        desk, apply_from=f"{TODAY.isoformat()}T00:00", apply_until=f"{(FIRST - timedelta(days=10)).isoformat()}T17:00"
    )  # fmt: skip
    press(desk, "保存する")
    told(desk, "保存しました")


def _dated(desk: Page, tour: str) -> None:
    """Give the tour a date with one point in its itinerary."""
    follow(desk, "日程を加える")
    fill(
        desk, key="spring", starts_on=FIRST.isoformat(), ends_on=(FIRST + timedelta(days=2)).isoformat(),
        meeting_point="伊那市駅 13時", capacity="6", minimum="2",
    )  # fmt: skip
    press(desk, "保存する")
    follow(desk, "行程を加える")
    fill(desk, day="1", starts="13:00", title="自由時間")
    choose(desk, kind="free")
    press(desk, "保存する")
    told(desk, "行程を加えました", "自由時間")
