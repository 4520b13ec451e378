"""What a mover said becomes a line of a draft, which the district and a second person must approve."""

from datetime import datetime

from kayoi.engines.casefiles import services as casefiles
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.settling.tests.factories import BY, make_move, say
from kayoi.programmes.village_sheets.models import Sheet
from kayoi.programmes.village_sheets.tests.factories import make_draft
from tests.cast import Member, enter


def test_a_voice_is_taken_over_as_a_line(ina: Organization, officer: Member, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        sheet = make_draft("東地区")
        file = casefiles.open_case_file(fields={"name": "山田 花"}, by=BY, at=at)
        say(make_move(at, file=file), "本人のことば", "東地区", retold="夜のバスがない", at=at)
    client = enter(officer.user)
    address = f"/ina/staff/villages/sheets/{sheet.pk}/voices/"
    assert address in client.get(f"/ina/staff/villages/sheets/{sheet.pk}/edit/").content.decode()
    page = client.get(address).content.decode()
    assert "夜のバスがない" in page
    assert "本人のことば" not in page
    assert client.post(address, {"line": ""}).status_code == 422
    assert client.post(address, {"line": "あ" * 300}).status_code == 302
    assert "600字まで" in client.post(address, {"line": "い" * 300}).content.decode()
    client.post(address, {"line": "夜のバスはありません。"})
    with scope.of_organization(ina.pk):
        found = Sheet.objects.get(pk=sheet.pk)
        assert found.text.endswith("\n夜のバスはありません。")
        assert (found.status, found.chief_role, found.chief_on) == ("draft", "", None)
        assert officer.membership.pk in found.writers
        Sheet.objects.filter(pk=sheet.pk).update(status="withdrawn", approved_by=officer.membership,
                                                 published_on=at, review_due_on=at.replace(year=2027),
                                                 chief_role="区長", chief_how="meeting", chief_on=at)  # fmt: skip
    assert client.post(address, {"line": "もう一つ"}).status_code == 422
