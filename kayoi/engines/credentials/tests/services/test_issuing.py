"""From the first key to the list that says a card is revoked: what counters are handed answers as it should."""

import json
import stat
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kayoi.engines.credentials import selectors, services
from kayoi.engines.credentials.forms import REFUSALS
from kayoi.engines.credentials.models import Card, PublishedList, SigningKey
from kayoi.engines.credentials.rules.cards import show
from kayoi.engines.credentials.rules.checking import check, check_code
from kayoi.engines.credentials.rules.freshness import Sight
from kayoi.engines.credentials.rules.jws import point
from kayoi.engines.credentials.rules.keysets import KeySet, read_keys
from kayoi.engines.credentials.rules.lists import StatusList, read_list
from kayoi.engines.credentials.selectors import checks
from kayoi.engines.credentials.tests.factories import HOLDER, ON_PAPER, end_of_year, make_card
from kayoi.engines.credentials.tests.vectors import PHONE, STRANGER
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import JST, local_date
from kayoi.kit.moves import UnableToMove
from kayoi.kit.sentences import sentences

BY, DAY = system("test"), timedelta(days=1)


@pytest.fixture(autouse=True)
def folder(in_ina: None, settings: Any, tmp_path: Path) -> Path:
    settings.CARD_KEYS = tmp_path
    return tmp_path


def fetched(town: Organization, at: datetime, *, for_counters: bool = False) -> tuple[KeySet, StatusList | None]:
    """Return what a counter fetches, through its files."""
    keys = read_keys(json.loads(json.dumps(selectors.key_set(town, at=at, for_counters=for_counters))))
    row = selectors.status_list()
    return keys, read_list(row.token, keys) if row else None


def asked(
    issued: services.Issued, town: Organization, at: datetime, *, phone: Any = PHONE, id_matches: bool | None = None
) -> list[str]:
    now = int(at.timestamp())
    text = show(issued.token, key=phone, at=now) if issued.card.holder else issued.token
    keys, status = fetched(town, at)
    seen: dict[str, Sight] = {}
    found = check(text, keys=keys, status=status, at=now, seen=seen, id_matches=id_matches)
    return [reason.code.removeprefix("credentials.") for reason in found.verdict.reasons]


def refused(caught: pytest.ExceptionInfo[Any]) -> list[str]:
    assert all(sentences(caught.value.verdict, REFUSALS))
    return [reason.code.removeprefix("credentials.") for reason in caught.value.verdict.reasons]


def sound(at: datetime) -> bool:
    on = local_date(at)
    return (checks.lists_unlike_cards(), checks.keys_without_file(on=on), checks.cards_beyond_their_key()) == (0, 0, 0)


def test_a_card_is_issued_shown_revoked_and_restored(ina: Organization, at: datetime) -> None:
    issued = make_card("7", by=BY, at=at)
    assert asked(issued, ina, at) == []
    assert asked(issued, ina, at, phone=STRANGER) == ["foreign_phone"]
    services.revoke(card=issued.card.pk, reason="転入のため", by=BY, at=at + DAY)
    assert asked(issued, ina, at + DAY) == ["revoked"]
    assert [(card.status, card.reason) for card in selectors.cards_of("7")] == [("revoked", "転入のため")]
    with pytest.raises(UnableToMove):
        services.revoke(card=issued.card.pk, reason="二度目", by=BY, at=at + DAY)
    services.restore(card=issued.card.pk, why="異議を認めた", by=BY, at=at + DAY)
    assert asked(issued, ina, at + DAY) == []
    actions = set(Entry.objects.values_list("action", flat=True))
    assert actions >= {
        "credentials.rotate_keys", "credentials.issue", "credentials.publish_list", "credentials.card.revoke",
        "credentials.card.restore",
    }  # fmt: skip
    assert sound(at)


def test_a_phone_that_forgot_is_given_the_same_card(ina: Organization, at: datetime) -> None:
    first = make_card("7", by=BY, at=at)
    again = make_card("7", by=BY, at=at + DAY)
    assert (again.token, Card.objects.count()) == (first.token, 1)
    other = make_card("8", by=BY, at=at)
    assert other.card.number != first.card.number


def test_another_phone_makes_the_first_one_useless(ina: Organization, at: datetime) -> None:
    first = make_card("7", by=BY, at=at)
    holder = services.Holder(key=point(STRANGER.public_key()))
    second = services.reissue(card=first.card.pk, holder=holder, why="機種変更", by=BY, at=at + DAY)
    assert asked(first, ina, at + DAY) == ["revoked"]
    assert asked(second, ina, at + DAY, phone=STRANGER) == []
    assert second.card.replaces == first.card
    with pytest.raises(UnableToMove):
        services.reissue(card=first.card.pk, holder=holder, by=BY, at=at + DAY)
    assert sound(at)


def test_paper_with_its_code(ina: Organization, at: datetime) -> None:
    issued = make_card("7", holder=ON_PAPER, by=BY, at=at)
    assert asked(issued, ina, at) == ["look_at_id"]
    assert asked(issued, ina, at, id_matches=True) == []
    keys, status = fetched(ina, at, for_counters=True)
    assert ON_PAPER.birthday is not None
    fields: dict[str, Any] = {"keys": keys, "status": status, "at": int(at.timestamp()), "on": local_date(at)}
    verdict, coded = check_code(issued.code, birthday=ON_PAPER.birthday, **fields)
    assert verdict.met
    assert coded is not None
    assert (coded.index, coded.kind, coded.last_day) == (issued.card.index, "partner", issued.card.valid_until)
    assert check_code(issued.code, birthday=ON_PAPER.birthday + DAY, **fields)[0].refused
    stored = json.dumps(list(Entry.objects.values_list("before", "after")), ensure_ascii=False)
    assert "山田" not in stored
    assert "1948" not in stored


def test_the_last_day_is_a_japanese_day(ina: Organization, at: datetime) -> None:
    issued = make_card("7", by=BY, at=at)
    last = end_of_year(at)
    end = datetime(last.year, 4, 1, tzinfo=JST)
    services.publish_list(by=BY, at=end - DAY)
    assert asked(issued, ina, end - timedelta(seconds=1)) == []
    assert asked(issued, ina, end) == ["expired"]


def test_one_key_follows_another_without_a_gap(ina: Organization, at: datetime) -> None:
    old = make_card("7", by=BY, at=at)
    coming = services.rotate_keys(by=BY, at=at + DAY)
    assert services.rotate_keys(by=BY, at=at + 2 * DAY) == coming, "pressed twice"
    assert len(fetched(ina, at + 2 * DAY)[0].keys) == 2, "announced before it signs"
    before = make_card("8", by=BY, at=at + 2 * DAY)
    assert before.card.key == old.card.key
    later = at + 9 * DAY
    services.publish_list(by=BY, at=later)
    after = make_card("9", by=BY, at=later)
    assert after.card.key == coming
    assert [asked(one, ina, later) for one in (old, before, after)] == [[], [], []]
    assert sound(later)


def test_a_stolen_key_is_taken_out(
    ina: Organization, at: datetime, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    old = make_card("7", by=BY, at=at)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            services.withdraw_key(kid=old.card.key.kid, why="ファイルの流出", by=BY, at=at + DAY)
    assert not list(folder.rglob("*.pem"))
    with pytest.raises(services.UnableToIssue) as caught:
        services.issue(subject="8", kind="partner", valid_until=end_of_year(at), holder=HOLDER, by=BY, at=at + DAY)
    assert refused(caught) == ["no_key"]
    new = make_card("7", by=BY, at=at + DAY)
    assert (asked(old, ina, at + DAY), asked(new, ina, at + DAY)) == (["foreign_key"], [])


def test_a_key_is_stolen_while_the_next_one_is_only_announced(ina: Organization, at: datetime) -> None:
    old = make_card("7", by=BY, at=at)
    coming = services.rotate_keys(by=BY, at=at + DAY)
    services.withdraw_key(kid=old.card.key.kid, why="ファイルの流出", by=BY, at=at + 2 * DAY)
    new, again = (services.rotate_keys(by=BY, at=at + 2 * DAY) for _ in range(2))
    assert new == again != coming
    card = make_card("7", by=BY, at=at + 2 * DAY)
    assert (card.card.key, asked(card, ina, at + 2 * DAY)) == (new, [])


def test_private_keys_are_files_of_this_account(ina: Organization, at: datetime, folder: Path) -> None:
    issued = make_card("7", by=BY, at=at)
    (path,) = (one for one in folder.rglob("*") if one.is_file())
    assert (path.stem, stat.S_IMODE(path.stat().st_mode)) == (issued.card.key.kid, 0o600)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.unlink()
    assert checks.keys_without_file(on=local_date(at)) == 1


@pytest.mark.parametrize(
    ("holder", "until", "codes"),
    [
        (services.Holder(), None, ["bad_phone_key"]),
        (services.Holder(key=HOLDER.key, name="山田"), None, ["bad_phone_key"]),
        (services.Holder(key="A" * 87), None, ["bad_phone_key"]),
        (services.Holder(name="山\n田"), None, ["bad_name"]),
        (services.Holder(name="あ" * 61), date(2020, 1, 1), ["over_already", "bad_name"]),
        (HOLDER, date(2040, 1, 1), ["key_ends"]),
    ],
)
def test_what_cannot_be_issued(
    holder: services.Holder, until: date | None, codes: list[str], ina: Organization, at: datetime
) -> None:
    services.rotate_keys(by=BY, at=at)
    with pytest.raises(services.UnableToIssue) as caught:
        services.issue(subject="7", kind="partner", valid_until=until or end_of_year(at), holder=holder, by=BY, at=at)
    assert refused(caught) == codes
    assert not Card.objects.exists()


def test_a_town_without_a_code_and_a_full_list(ina: Organization, at: datetime) -> None:
    row = make_card("7", by=BY, at=at).card
    Card.objects.filter(pk=row.pk).update(index=809_999)
    Organization.objects.filter(pk=ina.pk).update(place_code="")
    with pytest.raises(services.UnableToIssue) as caught:
        services.issue(subject="8", kind="partner", valid_until=end_of_year(at), holder=HOLDER, by=BY, at=at)
    assert refused(caught) == ["no_town_code", "list_full"]


def test_the_database_keeps_reasons_and_phones(ina: Organization, at: datetime) -> None:
    row = make_card("7", by=BY, at=at).card
    for change in ({"status": "revoked"}, {"reason": "x"}, {"holder": ""}, {"medium": "paper"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Card.objects.filter(pk=row.pk).update(**change)


def test_the_checks_see_what_is_wrong(ina: Organization, at: datetime) -> None:
    row = make_card("7", by=BY, at=at).card
    Card.objects.filter(pk=row.pk).update(status="revoked", reason="x")
    assert checks.lists_unlike_cards() == 1
    PublishedList.objects.update(token="x")
    assert checks.lists_unlike_cards() == 1
    SigningKey.objects.update(valid_until=at + DAY)
    assert checks.cards_beyond_their_key() == 1


def test_a_card_that_is_issued_can_be_looked_up_though_the_list_was_over(ina: Organization, at: datetime) -> None:
    make_card("first", by=BY, at=at)
    later = at + services.publishing.LIST_LIFE
    issued = make_card("second", by=BY, at=later)
    assert asked(issued, ina, later) == [], "the worker stood still for a week"
