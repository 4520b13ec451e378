"""Somebody becomes a member of a coworking space and books a desk with a place for a child; without JavaScript."""

from datetime import timedelta

from tests.browser.clicking import choose, fill, follow, press, told
from tests.browser.conftest import Enter
from tests.browser.granting import TODAY

SPACE = "仕事場あかぎ(架空)"
NAME = "入野谷 灯(架空)"


def test_a_member_joins_books_and_leaves(enter: Enter) -> None:
    visitor = enter(width=390, java_script_enabled=False).new_page()
    visitor.goto("/ina/stays/")
    follow(visitor, SPACE)
    told(visitor, "会員になる", "月20時間まで", "6,000円")
    follow(visitor, "月20時間プラン")
    told(visitor, "いちばん早く退会した場合")
    visitor.locator("#id_starts_on").fill(TODAY.isoformat())
    fill(visitor, name=NAME, phone="090-0000-4477", email="irinoya@demo.example", address="長野県架空町7", work="設計")
    visitor.locator("[name=agree]").check()
    press(visitor, "入会を申し込む")
    told(visitor, "入会の申込みを受け付けました", "申込み中")
    own = visitor.url

    head = enter("head").new_page()
    head.goto("/ina/staff/desks/")
    follow(head, NAME)
    follow(head, "入会を決定する")
    press(head, "入会を決定する")
    told(head, "入会を決定しました", "会員")

    visitor.goto(own)
    follow(visitor, "席を予約する")
    choose(visitor, room=visitor.locator("[name=room] option").nth(0).get_attribute("value") or "")
    fill(visitor, on=(TODAY + timedelta(days=5)).isoformat(), starts="09:00", ends="12:00")
    visitor.locator("[name=with_child]").check()
    press(visitor, "料金を見る")
    told(visitor, "0円です。月会費に含まれます。")
    press(visitor, "予約する")
    told(visitor, "席を予約しました", "あかぎ 席1", "あかぎ 子どもの場所", "今月の利用")
    follow(visitor, "退会する")
    told(visitor, "退会は")
    press(visitor, "退会を申し出る")
    told(visitor, "退会の申出を受け付けました", "退会予定")
