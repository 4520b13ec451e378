"""A quota of a tour for the registered: who is in a register of the town on the day of the list comes first."""

from datetime import datetime, timedelta

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.selections.models import Line
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.furusato.tests.factories import a_register, a_registration
from kayoi.programmes.tours import services
from kayoi.programmes.tours.selectors.giving import registered
from kayoi.programmes.tours.tests.giving import a_given_tour, applied, asking, teller
from tests.cast import Member

QUOTA = [{"group": "registered", "least": 1, "most": None, "unit": "persons"}]


def test_who_is_registered_when_the_list_closes_counts_to_the_quota(
    in_ina: Organization, head: Member, at: datetime
) -> None:
    tour = a_given_tour(at=at, by=head.actor, capacity=1, quotas=QUOTA)
    closes = local_date(at) + timedelta(days=15)
    parties = {name: applied(in_ina, tour, at=at, name=name) for name in ("いま", "その日", "前の日まで", "なし")}
    first = local_date(at) - timedelta(days=30)
    for name, until in (("いま", None), ("その日", closes), ("前の日まで", closes - timedelta(days=1))):
        a_registration(a_register(), file=parties[name].case_file, since=first, valid_until=until)
    services.close_list(tour=tour, by=head.actor, at=at + timedelta(days=15))
    inside = {line.number for line in Line.objects.filter(groups__contains=["registered"])}
    assert inside == {parties["いま"].number, parties["その日"].number}


def test_a_registration_of_a_merged_file_counts_and_none_does_not(
    in_ina: Organization, head: Member, at: datetime
) -> None:
    tour, today = a_given_tour(at=at, by=head.actor, quotas=QUOTA), local_date(at)
    party, other, between = applied(in_ina, tour, at=at), make_file(), make_file()
    assert registered([party], on=today) == set()
    a_registration(file=other, since=today)
    CaseFile.objects.filter(pk=other.pk).update(merged_into=between)
    assert registered([party], on=today) == set()
    CaseFile.objects.filter(pk=between.pk).update(merged_into=party.case_file)
    assert registered([party], on=today) == {party.pk}
    assert registered([party], on=today - timedelta(days=1)) == set()


def test_by_first_come_the_day_of_the_application_counts(in_ina: Organization, head: Member, at: datetime) -> None:
    tour = a_given_tour(at=at, by=head.actor, method="first_come", quotas=QUOTA)
    for since in (local_date(at), local_date(at) + timedelta(days=1)):
        file = make_file()
        a_registration(file=file, since=since)
        who = services.Who({"name": "登録 人", "email": f"{file.pk}@example.jp", "language": "ja"}, file=file)
        services.apply_for_tour(teller=teller(in_ina), tour=tour, who=who, asking=asking(tour), by=head.actor, at=at)
    assert ["registered" in line.groups for line in Line.objects.order_by("arrived")] == [True, False]
