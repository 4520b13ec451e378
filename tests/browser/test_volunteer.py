"""A volunteer gets together what a premium registration asks for: three activities, each confirmed in its own way, and
an identity that somebody else's card cannot prove. The first stands in the demonstration; the year is one day: what
was done before is reported with a photo.
"""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from kayoi.foundation.files.tests.test_services import picture
from kayoi.kit.dates import local_date, local_time
from tests.browser.clicking import choose, fill, follow, mail, pdf, press, told
from tests.browser.conftest import Enter
from tests.browser.test_every_page import faults_within

HOST = "satoyama@hosts.demo.example"
TITLE = "用水路の泥上げ(架空)"


def test_three_activities_and_a_proved_identity(enter: Enter) -> None:
    desk, me = enter("officer").new_page(), enter("person", width=390).new_page()
    address = _call(desk)

    me.goto("/ina/furusato/activities/")
    follow(me, TITLE)
    me.get_by_label("上の取り扱いに同意します").check()
    press(me, "申し込む")
    told(me, "申込みを受け付けました", "あと2回", TITLE, "受入れ先に見せるQRコード")
    mine = me.url

    _host_confirms(desk, enter, address)
    for days, where in ((20, "高遠の棚田で、草刈りを手伝いました"), (10, "公民館で、宿題を見ました")):
        me.goto(mine)
        follow(me, "自分でした活動を報告する")
        me.locator("select[name=kind]").select_option(label="草刈り・里山の手入れ")
        fill(me, starts_on=(local_date(timezone.now()) - timedelta(days=days)).isoformat(), note=where)
        me.set_input_files("input[name=photos]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()})
        press(me, "報告する")
        told(me, "報告を受け取りました", where)
    told(me, "あと1回", "確認を待っている活動: 2回")

    desk.goto("/ina/staff/furusato/activities/reports/")
    for where in ("高遠の棚田で", "公民館で、宿題を見ました"):
        desk.locator("li.activity-one").filter(has_text=where).get_by_role("button", name="参加と認める").click()
        told(desk, "参加として認め、本人に知らせました")
    me.goto(mine)
    told(me, "活動の回数は足りています")

    _prove(me)
    desk.goto(address)
    follow(desk, "青空 花子")
    told(desk, "活動の回数は足りています")
    assert pdf(desk, "活動の記録(PDF)").startswith(b"%PDF")
    follow(desk, "本人確認")
    told(desk, "デジタル認証アプリ", "水準3")


def _call(desk: Page) -> str:
    """Let staff call for an activity that begins in half an hour; return its page."""
    starts = local_time(timezone.now()) + timedelta(minutes=30)
    desk.goto("/ina/staff/furusato/activities/new/")
    desk.locator("select[name=kind]").select_option(label="草刈り・里山の手入れ")
    fill(
        desk, title=TITLE, key="doroage", summary="用水路の泥を上げます。", place="高遠町(架空)",
        starts_at=f"{starts:%Y-%m-%dT%H:%M}", ends_at=f"{starts + timedelta(hours=2):%Y-%m-%dT%H:%M}", capacity="5",
        insurance="ボランティア保険(町が負担)", host_name="里山の会(架空)", host_email=HOST,
    )  # fmt: skip
    press(desk, "保存する")
    told(desk, "活動を登録しました")
    press(desk, "募集を始める")
    told(desk, "募集を始めました")
    return str(desk.url)


def _host_confirms(desk: Page, enter: Enter, address: str) -> None:
    """Let the host open the page of the mail on a phone and press who has come."""
    desk.goto(address)
    press(desk, "受入れ先に名簿のページを送る")
    told(desk, HOST)
    link = re.search(r"http\S+/furusato/hosts/\S+", mail(desk, HOST, "受入れのページ"))
    assert link is not None
    phone = enter(width=390).new_page()
    phone.goto(link[0])
    told(phone, "参加する人の名簿", "青空 花子")
    phone.get_by_role("button", name="青空 花子(架空)が来た").click()
    told(phone, "参加を確認")
    assert faults_within(enter(bypass_csp=True), link[0]) == {}


def _prove(me: Page) -> None:
    """Prove the identity with the app: the husband's card is refused, the own one is taken and given to the town."""
    for card, said in (
        ("taro", "カードのお名前か生年月日が"),
        ("hanako", "本人確認ができました"),
    ):
        me.goto("/me/")
        press(me, "本人確認を始める")
        told(me, "デジタル認証アプリの代わり")
        choose(me, card=card)
        press(me, "このカードで続ける")
        me.wait_for_url("**/me/**")
        assert said in me.locator("body").inner_text()
    me.goto("/ina/furusato/identity/")
    press(me, "この町に伝える")
    told(me, "この町での本人確認は済んでいます")
