"""A stay by telephone and paper: staff write it down, the letter is printed, and a call gives it up again."""

from datetime import date, timedelta

from tests.browser.clicking import choose, fill, follow, pdf, press, told
from tests.browser.conftest import Enter
from tests.browser.granting import TODAY, who
from tests.browser.test_stay_family import HOUSE, answered, decided, paid

NAME = "野麦 峠(架空)"


def test_by_telephone_and_paper_through_staff_alone(enter: Enter) -> None:
    desk = enter("officer").new_page()
    desk.goto("/ina/staff/stays/houses/")
    follow(desk, HOUSE)
    follow(desk, "電話・窓口の申請を受ける")
    choose(desk, channel="telephone")
    fill(
        desk, first=(TODAY + timedelta(days=36)).isoformat(), last=(TODAY + timedelta(days=40)).isoformat(),
        adults="1", children="0",
    )  # fmt: skip
    press(desk, "部屋を押さえて続ける")
    told(desk, "申請の内容を書き取る", "電話")
    fill(desk, **who(NAME, "のむぎ とうげ", date(1961, 6, 6), "090-0000-4402", "岐阜県架空町2"))
    answered(desk)
    press(desk, "受け付ける")
    told(desk, "申請を受け付けました", NAME)
    stay = desk.url
    decided(enter, desk, stay)
    desk.goto(stay)
    assert pdf(desk, "利用許可書").startswith(b"%PDF")
    paid(desk, stay)

    desk.goto(stay)
    follow(desk, "取りやめる")
    choose(desk, reason="illness")
    fill(desk, why="入院すると電話があった")
    press(desk, "取りやめる")
    told(desk, "部屋は空きました", "取りやめ", "利用料の還付")
    desk.goto("/_demo/mail/")
    assert NAME not in desk.locator("main").inner_text(), "nobody has written a mail to somebody without an address"
