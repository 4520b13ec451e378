"""Rounds and put-off things of the demonstration: an autumn round that has gone out, answers, and imported files."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel, ConsentPurpose, ContactBasis
from kayoi.engines.followups import services as followups
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.rounds import services as rounds
from kayoi.programmes.rounds.models import Asking
from kayoi.programmes.rounds.rules import Criteria
from kayoi.programmes.rounds.states import Reply

TEXT = """{{ name }} さま

{{ organization }}です。{{ asked }}にご連絡をいただいてから、その後いかがお過ごしですか。
冬の暮らしを見る日を、一月に開きます。"""
AGO = timedelta(days=30)
REPLIES = (Reply.MOVED, Reply.STILL, Reply.STILL, Reply.STOP)


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Send an autumn round in Ina, let some answer, put a few things off, and leave two imported files to be asked."""
    if town.slug != "ina":
        return
    files = CaseFile.objects.without_search().roots().exclude(email="").order_by("pk")
    for file in files[:12]:
        casefiles.give_consent(
            file=file,
            purpose=ConsentPurpose.NEWS,
            channel=Channel.PORTAL,
            given_at=at - 2 * AGO,
            by=by,
            at=at - 2 * AGO,
        )
    for number in range(2):
        fields: casefiles.FileFields = {
            "name": f"名簿 {'一二'[number]}郎(架空)",
            "email": f"card{number}@people.demo.example",
            "contact_basis": ContactBasis.UNCONFIRMED,
            "contact_care": "午前は電話しない" if number else "",
        }
        casefiles.open_case_file(fields=fields, by=by, at=at - 20 * AGO)
    _round(town, by=by, at=at - AGO)
    _put_off(by=by, at=at)


def _round(town: Organization, *, by: Actor, at: datetime) -> None:
    fields: rounds.RoundFields = {
        "title": "秋の声かけ",
        "purpose": "news",
        "criteria": Criteria(asked_within_months=24).as_data(),
        "source": "",
        "subject": "その後いかがですか",
        "body": TEXT,
        "subject_en": "",
        "body_en": "",
    }
    row = rounds.make_round(fields=fields, by=by, at=at)
    rounds.start_round(row=row, by=by, at=at)
    address = f"https://kayoi.example/{town.slug}/rounds/{{token}}/"
    while rounds.send_some(round_id=row.pk, address=address, most=50, by=by, at=at):
        pass
    asked = Asking.objects.exclude(asked_at=None).select_related("case_file").order_by("pk")
    for what, asking in zip(REPLIES, asked, strict=False):
        rounds.reply(asking=asking, what=what, by=VISITOR, at=at + timedelta(days=2))


def _put_off(*, by: Actor, at: datetime) -> None:
    until = local_date(at) + timedelta(days=21)
    for follow_up in FollowUp.objects.open().exclude(case_file=None).order_by("-due_on", "pk")[:2]:
        followups.snooze_follow_up(follow_up=follow_up, until=until, why="正月明けに電話がほしいとのこと", by=by, at=at)
