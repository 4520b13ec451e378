"""Three registers of Ina, with people in every state; what the national register is known to say. All invented."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from kayoi.doors.demo.selectors.staff import actor_of
from kayoi.doors.demo.services.rulesets import NUMBER, ORDINANCE
from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.rulesets import services as rulesets
from kayoi.engines.rulesets.models import Version
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.furusato.models import Register, Registration
from kayoi.programmes.furusato.services import ending, registering
from kayoi.programmes.furusato.services.mirror import Told, claim_status
from kayoi.programmes.furusato.services.registering import Asking, Guardian
from kayoi.programmes.furusato.services.registers import define_register, move_register
from kayoi.programmes.furusato.states import Tier

IS_NOT = "住民票・選挙権・税とは関わりません。\n国のふるさと住民登録とは別のものです。"
IS_NOT_EN = "It gives no residence record, no vote and no tax duty.\nIt is not the national ふるさと住民登録."
# Each falls to the one before it where it is not renewed.
REGISTERS: Final[tuple[dict[str, Any], ...]] = (
    {
        "key": "second-citizen", "name": "第2町民", "name_en": "Second citizen", "decided_by": "rule", "step": 1,
        "summary": "町のファンとして登録し、便りと催しの案内を受け取ります。期限はありません。",
        "summary_en": "For friends of the town, who get its letter and news of events. There is no end.",
        "card_kind": "second",
    },
    {
        "key": "partner", "name": "ふるさとパートナー", "name_en": "Hometown partner", "decided_by": "office",
        "step": 2, "valid_months": 12, "renewal_days": 60, "card_kind": "partner",
        "summary": "年に1回は町の活動に加わる人の登録です。1年ごとに更新します。",
        "summary_en": "For people who join an activity at least once a year. Renewed every year.",
    },
    {
        "key": "quasi-resident", "name": "準住民", "name_en": "Quasi-resident", "decided_by": "office", "step": 3,
        "valid_months": 12, "renewal_days": 60, "card_kind": "quasi",
        "summary": "条例が定める区分に当たり、町の施設を住民と同じように使う人の登録です。",
        "summary_en": "For people of a category that the ordinance names, who use facilities as residents do.",
    },
)  # fmt: skip
LINK_DAYS: Final = 400


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Define Ina's registers and let people register (ふるさと住民の登録のデモ)."""
    if town.slug != "ina":
        return
    actors = {member.role: actor_of(member) for member in staff}
    head, officer = actors["section_head"], actors["officer"]
    long_ago = at - timedelta(days=LINK_DAYS)
    second, partner, quasi = _registers(writer=officer, head=head, at=long_ago)
    _people(second, partner, quasi, officer=officer, head=head, at=at)


def _registers(*, writer: Actor, head: Actor, at: datetime) -> list[Register]:
    made: list[Register] = []
    for number, fields in enumerate(REGISTERS, 900):
        version = Version.objects.select_related("ruleset").get(ruleset__key=f"sample-{fields['key']}")
        rulesets.propose_version(version=version, by=writer, at=at)
        ordinance = rulesets.Ordinance(
            ORDINANCE.format(title=version.ruleset), NUMBER.format(number=number), version.starts_on or local_date(at)
        )
        rulesets.adopt_version(version=version, ordinance=ordinance, by=head, at=at)
        below = {"falls_to": made[-1] if made else None, "rule": version.ruleset}
        words = {"is_not": IS_NOT, "is_not_en": IS_NOT_EN}
        register = define_register(fields={**fields, **below, **words}, by=head, at=at)
        move_register(register=register, action="publish", by=head, at=at)
        made.append(register)
    return made


def _people(second: Register, partner: Register, quasi: Register, *, officer: Actor, head: Actor, at: datetime) -> None:
    """Register people: at once by the rule, by the office, waiting; near the end, a minor, moved in, withdrawn."""
    today = local_date(at)
    _ask(second, "若葉 みなみ(架空)", ties=["born", "family"], at=at - timedelta(days=20))
    _ask(second, "早瀬 薫(架空)", ties=["none"], at=at - timedelta(days=2))
    minor = Guardian("早瀬 恵(架空)", "母", "090-0000-0701", agrees=True)
    _ask(second, "早瀬 光(架空)", born=date(today.year - 15, 5, 1), ties=["family"], guardian=minor, at=at)
    for name, days in (("川面 渉(架空)", 340), ("峠 つばさ(架空)", 330), ("野辺 あおい(架空)", 90)):
        row = _ask(partner, name, at=at - timedelta(days=days))
        registering.register_person(registration=row, why="これまでの活動", by=head, at=at - timedelta(days=days - 1))
    _ask(partner, "辻 直樹(架空)", at=at - timedelta(days=1))
    moved = _ask(second, "丘野 まさみ(架空)", ties=["work"], at=at - timedelta(days=200))
    ending.note_place(file=moved.case_file, place_code="202096", on=today, by=officer, at=at)
    gone = _ask(second, "水野 圭(架空)", ties=["visits"], at=at - timedelta(days=150))
    ending.withdraw(registration=gone, why="", by=VISITOR, at=at - timedelta(days=10))
    known = CaseFile.objects.without_search().exclude(person=None).first()  # the person of the demonstration
    if known is not None:
        row = _ask(partner, known.name, file=known, at=at - timedelta(days=320))
        registering.register_person(registration=row, why="これまでの活動", by=head, at=at - timedelta(days=319))
    asked = _ask(quasi, "二木 通(架空)", at=at - timedelta(days=3))
    told = Told("202096", Tier.BASIC, registered_on=today - timedelta(days=30))
    claim_status(file=asked.case_file, told=told, by=officer, at=at)


def _ask(
    register: Register, name: str, *, ties: Sequence[str] = (), born: date = date(1988, 6, 15),
    guardian: Guardian | None = None, file: CaseFile | None = None, at: datetime,
) -> Registration:  # fmt: skip
    facts: dict[str, Any] = {"applicant.lives_in": "13104", "applicant.organized_crime": False}
    if ties:
        facts["tie.kinds"] = list(ties)
    fields: casefiles.FileFields = {
        "name": name,
        "birth_on": born,
        "place_code": "131041",
        "email": f"r{_number()}@people.demo.example",
    }
    who = Asking(fields, Channel.PORTAL, {"facts": facts}, guardian or Guardian(), file=file)
    return registering.ask_to_register(register=register, who=who, by=VISITOR, at=at).registration


def _number() -> int:
    return CaseFile.objects.count()
