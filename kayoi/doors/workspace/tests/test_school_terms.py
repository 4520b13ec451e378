"""Staff enter the terms of a school; the public sees them; the year before is copied."""

from django.test import Client

from kayoi.foundation.tenancy.models import Organization
from tests.cast import LogIn, Member

PAGE = "/ina/staff/school-terms/"


def test_a_year_is_entered_copied_and_shown(client: Client, log_in: LogIn, ina: Organization, head: Member) -> None:
    staff = log_in(head.user)
    assert "まだ登録されていません" in client.get("/ina/school-terms/").content.decode()
    days = {"version": "0", "term_1_first": "2026-04-06", "term_1_last": "2026-07-20", "winter_first": "2026-12-25"}
    wrong = staff.post(PAGE, days)
    assert wrong.status_code == 422
    assert "初日と最終日の両方" in wrong.content.decode()
    over = staff.post(PAGE, days | {"winter_last": "2027-04-02"})
    assert "4月1日から翌年3月31日まで" in over.content.decode()
    assert staff.post(PAGE, days | {"winter_last": "2027-01-07"}).status_code == 302
    assert "冬休み" in staff.get(PAGE).content.decode()
    assert staff.post(PAGE, days | {"winter_last": "2027-01-09"}).status_code == 422  # somebody else was faster
    public = client.get("/ina/school-terms/").content.decode()
    assert "冬休みの空き" in public
    stays = client.get("/ina/stays/?holiday=2026-12-25").content.decode()
    assert "この休みには、空きのある家がありません。" in stays
    following = staff.get(f"{PAGE}?year=2027").content.decode()
    assert "前の年度の月日を写して始める" in following
    assert "2027-12-25" in staff.get(f"{PAGE}?year=2027&copy=1").content.decode()
    assert staff.get(f"{PAGE}?year=nothing&school=nothing").status_code == 200
    assert "学校" in staff.get("/ina/staff/stays/board/").content.decode()
