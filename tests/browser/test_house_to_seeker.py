"""A published house: two towns on one page, a contract that falls through, a seeker from abroad, no talk of prices."""

import re

from playwright.sync_api import Page, expect

from tests.browser.clicking import choose, fill, follow, mail, press, told
from tests.browser.conftest import Enter

ABROAD = "astrid@people.demo.example"


def house_of(page: Page, title: str) -> str:
    """Return the address of a house on the register, found by its title."""
    page.goto(f"/ina/staff/homes/?q={title}")
    page.get_by_role("row", name=title).get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/staff/homes/\d+/$"))
    return page.url


def number_of(page: Page) -> str:
    """Return the number of the house that the public sees."""
    found = re.search(r"空\d{4}-\d{4}", page.locator("main").inner_text())
    assert found
    return found[0]


def test_a_contract_falls_through_and_the_next_is_asked(enter: Enter) -> None:
    page, public = enter("officer").new_page(), enter(width=390).new_page()
    house, title = house_of(page, "土間と作業場のある家"), "土間と作業場のある家(架空)"
    follow(page, "成約")
    choose(page, kind="sale")
    fill(page, contracted_on="2026-11-24", reported_by="取扱業者(架空)")
    press(page, "成約を記録する")
    told(page, "の契約(売買)")
    contract = page.url
    page.goto(f"{house}inquiries/")
    told(page, "西村 岳(架空) 終了(ほかの人に決定など)")
    public.goto("/ina/homes/?words=作業場")
    expect(public.locator("main")).not_to_contain_text(title)
    page.goto(contract)
    fill(page, on="2026-11-25", why="ローンの審査が通らなかった")
    press(page, "不成立を記録する")
    told(page, "商談中 西村 岳(架空)", "青空 花子(架空) 不成立")
    page.goto(house)
    told(page, "公開中(商談・契約が不成立)")
    public.goto("/ina/homes/?words=作業場")
    told(public, title, "商談中")


def test_two_towns_show_their_houses_on_one_page(enter: Enter) -> None:
    public = enter(width=390).new_page()
    public.goto("/chino/homes/")
    told(public, "茅野市", "伊那市")
    public.goto("/ina/homes/")
    public.locator("main").get_by_text("条件でしぼる").click()
    choose(public, town="chino")
    press(public, "この条件で見る")
    told(public, "5件")
    expect(public.locator(".house-list")).not_to_contain_text("伊那市")
    public.locator(".house-list a").first.click()
    public.wait_for_url(re.compile(r"/chino/homes/\d+/$"))
    number = number_of(public)
    neighbour, officer = enter("chino").new_page(), enter("officer").new_page()
    neighbour.goto(f"/chino/staff/homes/?q={number}")
    neighbour.get_by_role("link", name=number, exact=True).click()
    neighbour.wait_for_url(re.compile(r"/chino/staff/homes/\d+/$"))
    of_chino = re.search(r"\d+/$", neighbour.url)
    of_ina = re.search(r"\d+/$", house_of(officer, "土間と作業場のある家"))
    assert of_chino
    assert of_ina
    for page, path in (
        (officer, f"/ina/staff/homes/{of_chino[0]}"), (officer, f"/chino/staff/homes/{of_chino[0]}"),
        (neighbour, f"/chino/staff/homes/{of_ina[0]}"), (neighbour, f"/ina/staff/homes/{of_ina[0]}"),
    ):  # fmt: skip
        answer = page.goto(path)
        assert answer
        assert answer.status == 404, path


def test_a_seeker_from_abroad_reads_english_all_the_way(enter: Enter) -> None:
    page, officer = enter(width=390).new_page(), enter("officer").new_page()
    page.goto("/ina/homes/")
    page.get_by_role("banner").get_by_text("English").click()
    page.locator("main").get_by_text("Narrow the search").click()
    fill(page, words="stove")
    press(page, "Show houses")
    page.get_by_role("link", name="House with a wood stove").first.click()
    number, house = number_of(page), page.url
    told(page, "Storeys 2", "winters and customs")
    follow(page, "Ask to view this house")
    follow(page, "Register")
    fill(page, name="Astrid Holm (invented)", email=ABROAD, household="Two adults", purpose="Living there all year")
    page.locator("[name=pledge]").check()
    page.locator("[name=agree]").check()
    press(page, "Apply for registration")
    told(page, "Received; we are checking it")

    officer.goto("/ina/staff/homes/seekers/?status=applied")
    officer.get_by_role("row", name="Astrid Holm").get_by_role("link").first.click()
    press(officer, "登録する")
    told(officer, "登録しました")
    words = mail(page, ABROAD, "registered")
    link = re.search(r"http\S+/homes/mine/\S+", words)
    assert link
    page.goto(link[0])
    told(page, "Registered")
    page.goto(house)
    follow(page, "Ask to view this house")
    told(page, f"House number: {number}")  # this browser knows its own page by now
    follow(page, "Ask for a viewing")
    fill(page, wishes="Any Saturday morning in December")
    press(page, "Send")
    told(page, number, "We are arranging a time")

    house_of(officer, number)
    follow(officer, "見学")
    officer.get_by_role("row", name="Astrid Holm").get_by_role("link").click()
    fill(officer, on="2026-12-12", starts="10:00", ends="11:00", attended_by="佐藤(架空)")
    press(officer, "日時を決めて知らせる")
    assert "Saturday 12 December 2026, 10:00–11:00 (Japan time)" in mail(page, ABROAD, "viewing")


def test_prices_are_not_noted_but_handed_to_the_broker(enter: Enter) -> None:
    page = enter("officer").new_page()
    house = house_of(page, "土間と作業場のある家")
    page.goto(f"{house}viewings/")
    page.get_by_role("row", name="青空 花子").get_by_role("link").click()
    follow(page, "結果を記録する")
    fill(page, note="250万円なら買うと言っていました。")
    press(page, "記録する")
    told(page, "町は価格の交渉に関わらず、記録もしません(宅地建物取引業法)", "250万円")
    press(page, "取扱業者に取り次ぐ")
    told(page, "取り次ぎました")
    words = mail(page, "b0@brokers.demo.example", "価格")
    assert "250" not in words
