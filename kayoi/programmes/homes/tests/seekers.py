"""Seekers, inquiries, viewings and contracts for tests."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Home, Inquiry, Seeker, Viewing
from kayoi.programmes.homes.states import ContractKind, HomeConsentPurpose, HomeStatus
from kayoi.programmes.homes.tests.houses import make_home, make_owner


def make_shown(owner: CaseFile, *, by: Actor, at: datetime, **fields: Any) -> Home:
    """Return a published house whose owner agrees to this site."""
    home = make_home(by=by, at=at, status=HomeStatus.PUBLISHED, **fields)
    make_owner(home, owner, at=at, agrees_to=(HomeConsentPurpose.OWN_SITE,))
    services.renew_listing(home=home, by=by, at=at)
    return home


def applied(file: CaseFile, *, by: Actor, at: datetime, **wanted: Any) -> services.Applied:
    """Apply for registration; return the row and the secret."""
    said: Any = {"household": "大人2人", "purpose": "住む", "wish": "庭で野菜を作りたい", "shows_wish": True} | wanted
    who = services.AppliedBy({}, Channel.PORTAL, file=file, client_key=uuid4())
    return services.apply_as_seeker(who=who, wanted=said, by=by, at=at)


def make_seeker(file: CaseFile, *, by: Actor, at: datetime, **wanted: Any) -> Seeker:
    """Return a registered seeker."""
    seeker = applied(file, by=by, at=at, **wanted).seeker
    services.register_seeker(seeker=seeker, by=by, at=at)
    return seeker


def make_inquiry(home: Home, seeker: Seeker, *, by: Actor, at: datetime, letter: str = "庭が好きです") -> Inquiry:
    """Let a seeker ask to talk about a house."""
    return services.ask_to_talk(
        home=home, seeker=seeker, letter=letter, channel=Channel.PORTAL, client_key=uuid4(), by=by, at=at
    )


def make_viewing(
    home: Home, seeker: Seeker, *, by: Actor, at: datetime, starts_at: datetime | None = None, wishes: str = "土曜"
) -> Viewing:
    """Let a seeker ask to see a house, and fix an hour where `starts_at` is given."""
    wanted = services.ViewingWish(wishes, 2, Channel.PORTAL, uuid4())
    viewing = services.ask_viewing(home=home, seeker=seeker, wanted=wanted, by=by, at=at)
    if starts_at is not None:
        services.fix_viewing(
            viewing=viewing, starts_at=starts_at, ends_before=starts_at + timedelta(hours=1), attended_by="職員",
            by=by, at=at,
        )  # fmt: skip
    return viewing


def contract_fields(on: date, **fields: Any) -> Any:
    """Return the report of a sale."""
    return {
        "kind": ContractKind.SALE, "contracted_on": on, "moves_in_on": None, "ends_on": None,
        "reported_by": "取扱業者", "persons": 2,
    } | fields  # fmt: skip


def rows_of_seekers(file: CaseFile, *, words: str, by: Actor, at: datetime) -> dict[str, Any]:
    """Return ids of a seeker and what they asked for, for the walk."""
    home = make_shown(file, by=by, at=at, quarter="南町")
    done = applied(file, by=by, at=at, wish=f"庭 {words}", shows_wish=False)
    services.register_seeker(seeker=done.seeker, by=by, at=at)
    inquiry = make_inquiry(home, done.seeker, by=by, at=at, letter=f"手紙 {words}")
    sold = make_shown(file, by=by, at=at, quarter="東町")
    make_inquiry(sold, done.seeker, by=by, at=at)
    contract = services.report_contract(home=sold, fields=contract_fields(local_date(at)), by=by, at=at)
    viewing = make_viewing(home, done.seeker, by=by, at=at, starts_at=at + timedelta(days=1), wishes=f"朝 {words}")
    loan = services.lend_key(home=home, holder=f"業者 {words}", due_on=local_date(at), by=by, at=at)
    return {
        "shown_home": home.pk, "seeker": done.seeker.pk, "seeker_token": done.token, "inquiry": inquiry.pk,
        "contract": contract.pk, "viewing": viewing.pk, "key_loan": loan.pk,
        "wishes_token": services.share_wishes(home=home, by=by, at=at),
    }  # fmt: skip


def grow_seekers(count: int, *, by: Actor, at: datetime) -> None:
    """Add that many seekers, inquiries and viewings."""
    home = Home.objects.get(quarter="南町")
    for number in range(count):
        other = casefiles.open_case_file(fields={"name": f"希望者 {number}"}, by=by, at=at)
        seeker = make_seeker(other, by=by, at=at)
        make_inquiry(home, seeker, by=by, at=at)
        make_viewing(home, seeker, by=by, at=at)
