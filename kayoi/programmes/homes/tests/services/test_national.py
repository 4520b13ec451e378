"""The list for the national sites: who stands in it, what is missing, what was sent, what must come down."""

from datetime import timedelta
from typing import Any

import pytest

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Home, HomeConsent, Listing
from kayoi.programmes.homes.rules.exchange.national import NationalColumn
from kayoi.programmes.homes.selectors.exchange import national
from kayoi.programmes.homes.services import exchange
from kayoi.programmes.homes.states import HomeConsentPurpose, HomeStatus
from kayoi.programmes.homes.states.exchange import FileFormat
from kayoi.programmes.homes.tests.factories import OWN_SITE
from kayoi.programmes.homes.tests.houses import make_home, make_owner
from tests.cast import Member
from tests.clock import NOW

LINK = "https://example.jp/ina/homes/{pk}/"
LATER = NOW + timedelta(days=1)
BOTH = (HomeConsentPurpose.OWN_SITE, HomeConsentPurpose.NATIONAL_SITES)
WHOLE: dict[str, Any] = {"floor_m2": 120, "built_year": 1973, "details": {"structure": "wood", "rooms": "5DK"}}


def published(by: Member, *, agrees_to: tuple[HomeConsentPurpose, ...] = BOTH, **fields: Any) -> Home:
    home = make_home(by=by.actor, at=NOW, status=HomeStatus.PUBLISHED, **fields)
    make_owner(home, make_file(), at=NOW, agrees_to=agrees_to)
    services.renew_listing(home=home, by=by.actor, at=NOW)
    return home


def send(by: Member, *, with_gaps: bool = False) -> Any:
    return exchange.send_list(receiver="全国版", link=LINK, with_gaps=with_gaps, by=by.actor, at=NOW)


def withdraw(home: Home, by: Member, purpose: HomeConsentPurpose) -> None:
    HomeConsent.objects.filter(home=home, purpose=purpose).update(withdrawn_on=local_date(NOW))
    services.renew_listing(home=home, by=by.actor, at=LATER)


def waiting(home: Home) -> bool:
    """Tell whether somebody is to take the house down."""
    return FollowUp.objects.open().filter(title=f"{home.number} 全国版から下ろす").exists()


def test_only_published_houses_whose_owners_agree(in_ina: Organization, officer: Member) -> None:
    home = published(officer, address="秘密の番地", **WHOLE)
    published(officer, agrees_to=OWN_SITE)
    suspended = published(officer)
    services.move_home(home=suspended, action="suspend", by=officer.actor, at=NOW)
    early = published(officer)
    Listing.objects.filter(home=early).update(early_until=LATER)
    (house,) = national.houses_to_send(link=LINK, at=NOW)
    listing = Listing.objects.get(home=home)
    assert (house.number, house.missing) == (home.number, [])
    assert "秘密の番地" not in str(house.values)
    assert house.values[-1] == LINK.replace("{pk}", str(listing.pk))


def test_houses_with_gaps_are_left_out_until_somebody_wants_them(in_ina: Organization, officer: Member) -> None:
    published(officer)
    (house,) = national.houses_to_send(link=LINK, at=NOW)
    assert house.missing == ["建物面積(㎡)", "築年", "構造", "間取り"]
    with pytest.raises(exchange.UnableToSend):
        send(officer)
    assert len(national.sent_homes(send(officer, with_gaps=True))) == 1


def test_what_was_sent_is_kept_and_a_withdrawal_reaches_even_the_old_file(
    in_ina: Organization, officer: Member
) -> None:
    home, other = published(officer, **WHOLE), published(officer, **WHOLE)
    sending = send(officer)
    entry = Entry.objects.get(action="homes.send_list")
    assert entry.after == {"receiver": "全国版", "houses": [home.number, other.number]}
    assert not national.houses_to_take_down(at=NOW)
    withdraw(home, officer, HomeConsentPurpose.NATIONAL_SITES)
    data = national.sending_file(sending, FileFormat.CSV, at=LATER).decode("utf-8-sig")
    assert (home.number in data, other.number in data) == (False, True)
    (standing,) = national.houses_to_take_down(at=LATER)
    assert (standing.number, standing.why) == (home.number, "全国版への同意がなくなりました")


def test_a_house_that_is_off_the_site_comes_down_too_and_once(in_ina: Organization, officer: Member) -> None:
    home = published(officer, **WHOLE)
    for _ in range(2):
        send(officer)
    services.move_home(home=home, action="suspend", by=officer.actor, at=NOW)
    (standing,) = national.houses_to_take_down(at=LATER)
    assert standing.why == "公開中ではなくなりました"
    assert waiting(home)
    for count in (1, 0):
        taken = exchange.take_down(homes=[home.pk], on=local_date(LATER), by=officer.actor, at=LATER)
        assert taken == count
    assert not national.houses_to_take_down(at=LATER)
    assert not waiting(home), "nobody is asked to do what is done"
    assert Entry.objects.filter(action="homes.take_down").count() == 1


def test_nobody_takes_down_what_may_stand_there_again(in_ina: Organization, officer: Member) -> None:
    home, unsent = published(officer, **WHOLE), published(officer)
    send(officer)
    for each in (home, unsent):
        services.move_home(home=each, action="suspend", by=officer.actor, at=NOW)
    assert (waiting(home), waiting(unsent)) == (True, False)
    services.move_home(home=home, action="publish", by=officer.actor, at=NOW)
    assert not waiting(home)
    consent = HomeConsent.objects.get(home=home, purpose=HomeConsentPurpose.NATIONAL_SITES)
    said: dict[str, Any] = {"channel": Channel.TELEPHONE, "by": officer.actor, "at": NOW}
    services.withdraw_consent(consent=consent, withdrawn_on=local_date(NOW), **said)
    assert waiting(home)
    services.give_consent(
        party=consent.party, purpose=HomeConsentPurpose.NATIONAL_SITES, given_on=local_date(NOW), **said
    )
    assert not waiting(home)


def test_a_town_renames_reorders_and_rewords(in_ina: Organization, officer: Member, head: Member) -> None:
    published(officer, **WHOLE)
    columns = [NationalColumn("種", "offer", True, {"売買": "1"}), NationalColumn("番号", "number")]
    exchange.change_mapping(columns=columns, version=0, by=head.actor, at=NOW)
    (house,) = national.houses_to_send(link=LINK, at=NOW)
    assert house.values == ["1", house.number]
    assert send(officer).headers == ["種", "番号"]
    with pytest.raises(ChangedMeanwhile):
        exchange.change_mapping(columns=columns, version=0, by=head.actor, at=NOW)
    exchange.change_mapping(columns=columns[:1], version=1, by=head.actor, at=NOW)
    assert (national.mapping_version(), len(national.national_columns())) == (2, 1)


def test_nothing_private_can_be_mapped(in_ina: Organization, head: Member) -> None:
    with pytest.raises(exchange.UnableToMap):
        exchange.change_mapping(columns=[NationalColumn("番地", "address")], version=0, by=head.actor, at=NOW)


@pytest.mark.parametrize("kind", FileFormat)
def test_each_kind_of_file(in_ina: Organization, officer: Member, kind: FileFormat) -> None:
    published(officer, title="𠮷野の家", **WHOLE)
    data = national.sending_file(send(officer), kind, at=NOW)
    assert data[:2] == {"xlsx": b"PK", "csv": b"\xef\xbb", "cp932": "物".encode("cp932")}[kind]
