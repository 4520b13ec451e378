"""Calls, visits and letters of the last weeks, written down as staff do on the page for calls. Deterministic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings

from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.casefiles.states import SPOKEN, Channel, ConsentPurpose, Interest
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor, ActorKind
from kayoi.kit.dates import JST, business_days_later, local_date
from kayoi.programmes.consultations import services as consultations
from kayoi.programmes.consultations.states import Result


@dataclass(frozen=True)
class DemoCall:
    """One call: who, by which channel, what was said, what came of it."""

    days_ago: int
    channel: Channel
    fields: FileFields
    interests: frozenset[Interest]
    text: str
    outcome: consultations.Outcome
    next_in: int = 0


CALLS = (
    DemoCall(
        6, Channel.TELEPHONE,
        {
            "name": "大野原 千尋(架空)", "kana": "おおのはら ちひろ", "phone": "090-0000-2001", "place_code": "130001",
            "household_type": "family", "age_band": "30s", "lifestyle": "settling", "why_here": "children",
            "route": "search", "wished_on": "来年の4月まで",
        },
        frozenset({Interest.HOUSING, Interest.CHILDREN}),
        "小学校の近くで、庭のある借家をさがしています。通学は歩きですか、バスですか。",
        consultations.Outcome(
            "地区によります。歩いて通える地区の家を三つ、資料でお送りします。", Result.MATERIAL, "借家の資料を送る"
        ),
        next_in=3,
    ),
    DemoCall(
        5, Channel.COUNTER,
        {
            "name": "山﨑 健二(架空)", "kana": "やまさき けんじ", "phone": "090-0000-2002", "place_code": "141003",
            "household_type": "couple", "age_band": "60s", "lifestyle": "second_house", "why_here": "retirement",
            "route": "acquaintance", "wished_on": "二、三年のうち",
        },
        frozenset({Interest.TWO_PLACES}),
        "週末に通う家がほしい。冬のあいだ、だれも住まない家の水道はどうすればよいか。",
        consultations.Outcome(
            "水抜きのしかたと、見回りを頼める会社を三つ、その場で説明した。", Result.INFORMED, nothing_agreed=True
        ),
    ),
    DemoCall(
        4, Channel.LINE,
        {
            "name": "服部 澪(架空)", "kana": "はっとり みお", "place_code": "230006", "age_band": "20s",
            "household_type": "single", "lifestyle": "telework", "why_here": "nature", "route": "matching_site",
        },
        frozenset({Interest.WORK, Interest.TWO_PLACES}),
        "(LINEから)月に一週間くらい、仕事をしながら滞在したいです。ネットの速い場所はありますか?",
        consultations.Outcome("", Result.CONTINUING, "仕事場の空きを調べて返信する"),
        next_in=1,
    ),
    DemoCall(
        3, Channel.ONLINE,
        {
            "name": "五十部 航(架空)", "kana": "いそべ わたる", "phone": "090-0000-2004", "place_code": "270008",
            "household_type": "single", "age_band": "40s", "lifestyle": "parallel", "why_here": "care",
            "route": "prefecture", "wished_on": "親の退院の後",
        },
        frozenset({Interest.WORK, Interest.HOUSING}),
        "親の介護で月の半分を実家で過ごす。半日だけの仕事と、介護の相談先を知りたい。",
        consultations.Outcome(
            "地域包括支援センターの窓口を紹介した。半日の仕事は求人の一覧を送る。", Result.REFERRED, "求人の一覧を送る"
        ),
        next_in=5,
    ),
    DemoCall(
        2, Channel.LETTER,
        {
            "name": "田部井 文(架空)", "kana": "たべい ふみ", "address": "本町1-2-3", "place_code": "110001",
            "household_type": "three_generations", "age_band": "70p", "why_here": "return", "route": "town_site",
        },
        frozenset({Interest.HOUSING, Interest.FARMING}),
        "(手紙)生まれた家に、息子の家族と戻りたいと考えております。畑がまだ使えるか、どなたに尋ねればよろしいでしょうか。",
        consultations.Outcome("", Result.CONTINUING, "農業委員会に尋ねて、手紙で返事をする"),
        next_in=7,
    ),
)  # fmt: skip


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Write the calls of a town down; its scope is open."""
    member = next((each for each in staff if each.role in settings.KAYOI_STAFF_ROLES), None)
    if member is None:
        return
    role = settings.KAYOI_STAFF_ROLES[member.role]
    actor = Actor(
        ActorKind.STAFF, member.name, user_id=member.user_id, membership_id=member.pk, permissions=role.permissions
    )
    for number, call in enumerate(CALLS):
        day = business_days_later(local_date(at), -call.days_ago)
        moment = datetime(day.year, day.month, day.day, 10, 5 * number, tzinfo=JST)
        agreed = {ConsentPurpose.CONSULTATION} if call.channel in SPOKEN else set()
        consultations.take_call(
            organization=town,
            who=consultations.AskedBy(call.fields),
            asked=consultations.Asked(
                call.text, call.channel, moment, interests=call.interests, consents=frozenset(agreed),
                client_key=uuid5(NAMESPACE_URL, f"demo-call-{town.slug}-{number}"),
            ),
            outcome=_with_day(call, member, at),
            by=actor,
            at=moment,
        )  # fmt: skip


def _with_day(call: DemoCall, member: Membership, at: datetime) -> consultations.Outcome:
    if not call.next_in:
        return call.outcome
    due_on = (at + timedelta(days=call.next_in)).date()
    return consultations.Outcome(
        call.outcome.answer, call.outcome.result, call.outcome.next_title, next_due_on=due_on, owner=member
    )
