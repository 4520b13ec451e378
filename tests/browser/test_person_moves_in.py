"""A friend of the town who moves into it: registered at once, premium as she says, then barred by her new address."""

from datetime import timedelta

from tests.browser.clicking import choose, fill, follow, press, told
from tests.browser.conftest import Enter
from tests.browser.granting import TODAY

NAME = "移川 はるか(架空)"


def test_a_person_who_moves_into_the_town(enter: Enter) -> None:
    person = enter("", width=390).new_page()
    person.goto("/ina/furusato/")
    told(person, "国のふるさと住民登録とは別のもの")
    follow(person, "第2町民")
    told(person, "登録できる人", "登録の期間")
    follow(person, "申し込む")
    fill(
        person, name=NAME, birth_on_year="1990", birth_on_month="4", birth_on_day="1", place="東京都千代田区",
        email="utsurikawa@people.demo.example",
    )  # fmt: skip
    person.get_by_label("家族・親戚が住んでいる").check()
    person.locator("[name='applicant-organized_crime-value'][value='no']").check()
    person.get_by_label("上の取り扱いに同意します").check()
    press(person, "申し込む")
    told(person, "登録中", "国のふるさと住民登録の写し", "不明")
    mine, number = person.url, person.locator("dl strong").first.inner_text()
    assert NAME not in person.locator("main").inner_text()

    desk = enter("officer").new_page()
    desk.goto(f"/ina/staff/furusato/?words={number}")
    follow(desk, number)
    told(desk, NAME, "満たす")
    follow(desk, "国の登録の写し・住所・死亡")
    choose(desk, tier="premium")
    fill(desk, body="長野県伊那市", renew_by=(TODAY + timedelta(days=200)).isoformat())
    press(desk, "申告を書く")
    told(desk, "プレミアム登録", "本人の申告", "ほかの団体の登録は、町からは見えません")
    person.goto(mine)
    told(person, "プレミアム登録", "本人の申告")

    fill(desk, place="長野県伊那市")
    press(desk, "住所を書く")
    told(desk, "終わった登録は1件", "ベーシック登録", "不明", "住所のある市区町村には、この登録ができません")
    person.goto(mine)
    told(person, "期限切れ", "町に転入した", "ベーシック登録", "不明")
    person.goto("/_demo/mail/")
    told(person, "登録の終了のお知らせ", "転入と、国のふるさと住民登録について")
