"""A volunteer becomes premium in a year: confirmed by list, code and mail, proved at the counter; then once more."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

from kayoi.engines.casefiles.models import CaseFile, Engagement
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.messages.models import Message, ReceivedMail
from kayoi.engines.messages.states.incoming import Waiting
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, system
from kayoi.kit.dates import JST
from kayoi.programmes.furusato.models import Activity, ActivityKind, SignUp
from kayoi.programmes.furusato.rules.identity import Shown
from kayoi.programmes.furusato.selectors.activity_checks import uncounted
from kayoi.programmes.furusato.selectors.identity import identity_of
from kayoi.programmes.furusato.selectors.mirror import premium_answer
from kayoi.programmes.furusato.selectors.standing import progress_of
from kayoi.programmes.furusato.services import activities, confirming, reminding, replies, signing
from kayoi.programmes.furusato.services.identity import prove_at_counter
from kayoi.programmes.furusato.services.mirror import Told, claim_status, take_in
from kayoi.programmes.furusato.states import ConfirmedBy, ProofMethod, Tier
from tests.cast import Member

BY = system("test")
LINK, HOST = "https://kayoi.test/mine/{token}/", "https://kayoi.test/hosts/{token}/"
HOST_EMAIL, INA = "satoyama@example.jp", "202096"


def call(kind: ActivityKind, day: date, *, key: str) -> Activity:
    """Call for a morning's work two weeks ahead."""
    starts = datetime(day.year, day.month, day.day, 9, tzinfo=JST)
    written = activities.write_activity(
        fields={
            "key": key, "kind": kind, "title": "里山の手入れ", "place_code": "202096", "place": "高遠",
            "starts_at": starts, "ends_at": starts + timedelta(hours=3), "capacity": 10, "insurance": "保険",
            "host_name": "里山の会", "host_email": HOST_EMAIL,
        },
        by=BY, at=starts - timedelta(days=14),
    )  # fmt: skip
    activities.open_activity(activity=written, by=BY, at=starts - timedelta(days=14))
    return written


def signed(town: Organization, activity: Activity, file: CaseFile | None = None) -> SignUp:
    """Sign up a week before, and be reminded the day before."""
    who = signing.Comes({"name": "山田 花", "email": "hana@example.jp", "place_code": "131041"}, file=file)
    row = signing.sign_up(
        organization=town, activity=activity, who=who, channel=Channel.PORTAL, link=LINK, by=VISITOR,
        at=activity.starts_at - timedelta(days=7),
    ).sign_up  # fmt: skip
    before = activity.starts_at - timedelta(days=1)
    assert reminding.remind_tomorrow(organization=town, link=LINK, by=BY, at=before) == 1
    return row


def missing(file: CaseFile, on: date) -> int:
    return progress_of(file, on=on).outlook.missing


def test_from_the_first_activity_to_the_renewal(in_ina: Organization, officer: Member) -> None:
    kind = activities.add_kind(
        fields={"key": "satoyama", "name": "里山", "designated": True}, by=BY, at=datetime(2026, 4, 1, 9, tzinfo=JST)
    )
    spring = call(kind, date(2026, 5, 10), key="spring")
    first = signed(in_ina, spring)
    file = first.case_file
    confirming.confirm(sign_up=first, how=ConfirmedBy.LIST, by=VISITOR, at=spring.ends_at)
    assert missing(file, date(2026, 5, 11)) == 2

    summer = call(kind, date(2026, 8, 2), key="summer")
    second = signed(in_ina, summer, file)
    confirming.confirm_by_code(
        activity=summer, code=summer.spot_code, sign_up=second, by=VISITOR, at=summer.starts_at
    )  # fmt: skip
    assert missing(file, date(2026, 8, 3)) == 1

    autumn = call(kind, date(2026, 11, 8), key="autumn")
    signed(in_ina, autumn, file)
    monday = autumn.ends_at + timedelta(days=1)
    replies.ask_hosts(organization=in_ina, link=HOST, by=BY, at=monday)
    asked = Message.objects.get(template="furusato/mail/host_ask")
    ReceivedMail.objects.create(
        key=uuid4().hex, way="mailbox", waiting=Waiting.ANSWER, answers=asked, text="はい\n\n里山の会",
        from_key=HOST_EMAIL, received_at=monday,
    )  # fmt: skip
    assert replies.read_replies(by=BY, at=monday) == 1
    assert missing(file, date(2026, 11, 9)) == 0
    assert Engagement.objects.filter(kind="activity", case_file=file).count() == 3

    assert identity_of(file, on=date(2026, 11, 9)).is_needed
    shown = Shown("山田 花", date(1985, 4, 2), date(2030, 4, 2))
    prove_at_counter(
        file=file, method=ProofMethod.CARD_AT_COUNTER, shown=shown, place_code="131041", by=officer.actor, at=monday
    )
    assert not identity_of(file, on=date(2026, 11, 9)).is_needed

    answer, _ = premium_answer(file, body=INA, on=date(2026, 11, 9))
    assert [one.code for one in answer.reasons] == ["furusato.bodies_unseen"], "all that a town can see is there"

    # She registers in the national app and tells the town; the nation's file confirms it, and she is premium.
    winter = datetime(2027, 1, 20, 9, tzinfo=JST)
    told = Told(INA, Tier.PREMIUM, registered_on=date(2027, 1, 15), name="山田 花", birth_on=date(1985, 4, 2))
    claim_status(file=file, told=told, by=VISITOR, at=winter)
    confirmed = replace(told, external_id="F-1", renew_by=date(2028, 1, 14), line=2)
    assert take_in(rows=[confirmed], name="国.csv", digest="a" * 64, by=BY, at=winter).taken == 1
    assert premium_answer(file, body=INA, on=date(2027, 1, 20))[0].met
    later = progress_of(file, on=date(2027, 2, 1)).outlook
    assert (later.until, later.counted, later.missing) == (date(2028, 1, 14), 0, 3), "what was done is too old by then"
    assert identity_of(file, on=date(2027, 11, 10)).is_needed, "a year has passed"
    assert uncounted() == 0
