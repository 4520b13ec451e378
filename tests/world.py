"""A small world for the walk: towns, members of every role, persons, and a row of every kind in Ina."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.utils import timezone

from kayoi.config.roles import ROLES
from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel, ConsentPurpose
from kayoi.engines.credentials.tests.factories import make_cards
from kayoi.engines.followups import services as followups
from kayoi.engines.followups.models import HandedOver
from kayoi.engines.followups.states import Division
from kayoi.engines.imports.tests.factories import grow_imports, make_imports
from kayoi.engines.ledger.tests.factories import make_budget
from kayoi.engines.messages.models import MailEnclosure, Message, ReceivedMail
from kayoi.engines.messages.states.incoming import Became
from kayoi.engines.messages.states.incoming import Way as MailWay
from kayoi.engines.questionnaires.tests.factories import make_questionnaires
from kayoi.engines.reservations.tests.factories import rows_of_reservations
from kayoi.engines.rulesets.tests.factories import grow_rulesets, rows_of_rulesets
from kayoi.engines.selections.tests.factories import make_selection
from kayoi.foundation.files.services import take_file
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.identity import services as identity
from kayoi.foundation.identity.models import Person, User
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.states import OrganizationKind, Shared
from kayoi.kit.dates import local_date
from kayoi.kit.tests.mail_files import mime
from kayoi.kit.tokens import new_reference
from kayoi.programmes.appointments import services as appointments
from kayoi.programmes.appointments.models import (
    Booking,
    Counsellor,
    GuidedDay,
    HoursException,
    Stop,
    WeeklyHours,
)
from kayoi.programmes.appointments.selectors.words import moment_key
from kayoi.programmes.appointments.states import ExceptionKind, Way, Weekday
from kayoi.programmes.appointments.tests.factories import (
    HOST_LINK,
    at_time,
    booked,
    make_counsellor,
    make_day,
    make_stop,
    stop_fields,
)
from kayoi.programmes.consultations import services as consultations
from kayoi.programmes.consultations.services import mails
from kayoi.programmes.consultations.tests.factories import make_question
from kayoi.programmes.fairs import services as fairs
from kayoi.programmes.fairs.models import Brochure, Event
from kayoi.programmes.fairs.tests.factories import ADDRESS, make_brochure, make_event, make_request, make_visit
from kayoi.programmes.family_plans import services as family_plans
from kayoi.programmes.furusato.models import Benefit
from kayoi.programmes.furusato.states import COUNTER_ROLE
from kayoi.programmes.furusato.tests.world import grow_furusato, rows_of_furusato
from kayoi.programmes.homes.models import Broker
from kayoi.programmes.homes.states import BROKER_ROLE
from kayoi.programmes.homes.tests.factories import grow_homes, rows_of_homes
from kayoi.programmes.rounds.tests.factories import make_asking
from kayoi.programmes.schemes.tests.budgets import grow_budget, rows_of_budget
from kayoi.programmes.schemes.tests.factories import grow_schemes, rows_of_schemes
from kayoi.programmes.schemes.tests.obligations import grow_obligations, rows_of_obligations
from kayoi.programmes.schemes.tests.recoveries import grow_recoveries, rows_of_recoveries
from kayoi.programmes.settling.tests.factories import grow_settling, rows_of_settling
from kayoi.programmes.stays.models import SubLessor
from kayoi.programmes.stays.states.sublets import SUBLESSOR_ROLE
from kayoi.programmes.stays.tests.contests import rows_of_contests
from kayoi.programmes.stays.tests.desks import grow_desks, rows_of_desks
from kayoi.programmes.stays.tests.sublets import rows_of_sublets
from kayoi.programmes.stays.tests.tenancies import rows_of_tenancies
from kayoi.programmes.stays.tests.world import grow_stays, rows_of_stays
from kayoi.programmes.surveys.tests.world import grow_surveys, rows_of_surveys
from kayoi.programmes.tours.tests.world import grow_tours, rows_of_tours
from kayoi.programmes.village_sheets.tests.factories import make_published
from tests.cast import Member, actor_of, make_member, make_organization, make_person
from tests.clock import NOW

Kwargs = dict[str, Any]


@dataclass
class World:
    """Who and what there is. `rows` are the ids that examples name."""

    ina: Organization
    sado: Organization
    nagano: Organization
    operator: Organization
    members: dict[str, Member]
    hana: Person
    ken: Person
    rows: dict[str, Any] = field(default_factory=dict)
    rows_of_sado: dict[str, Any] = field(default_factory=dict)
    partners: dict[str, Member] = field(default_factory=dict)
    towns_of_partners: dict[str, str] = field(default_factory=dict)  # where the counter is open to them

    def seen_from_sado(self) -> "World":
        """The same world with the two towns changing places: the examples then name Sado's pages and rows."""
        return replace(self, ina=self.sado, sado=self.ina, rows=self.rows_of_sado, rows_of_sado=self.rows)

    @property
    def actors(self) -> dict[str, User | None]:
        """Everybody who walks: nobody, two persons, each role, the officer of the other town, and brokers."""
        people: dict[str, User | None] = {"nobody": None, "hana": self.hana.user, "ken": self.ken.user}
        return people | {name: member.user for name, member in (self.members | self.partners).items()}

    def grow(self, count: int) -> None:
        """Add that many rows of what lists show."""
        head = self.members["section_head"]
        with scope.of_organization(self.ina.pk):
            for number in range(count):
                question = make_question(self.ina, at=NOW - timedelta(minutes=number))
                casefiles.add_note(file=self.file, text=f"メモ {number}", by=head.actor, at=NOW)
                followups.plan_follow_up(
                    title=f"電話 {number}", due_on=local_date(NOW), case_file=question.case_file,
                    owner=head.membership, by=head.actor, at=NOW,
                )  # fmt: skip
                identity.invite_member(
                    email=f"new{number}@example.jp", name="新人", title="", role="officer", by=head.actor, at=NOW
                )
                make_question(self.ina, at=NOW, who={"file": self.file})
                self._grow_plans(question.case_file, head)
                make_published(f"増えた地区{question.receipt}", approver=head.actor)
                _mail(self.ina, head, subject=f"雪 {number} {ReceivedMail.objects.count()}", text="x")
            grow_appointments(self.file, count)
            self._grow_desk(count)
            for number in range(count):
                grow_settling(number, at=NOW)
                grow_rulesets(self.rows)
            Message.objects.update(status="failed")
            self._grow_fairs(count)
            grow_imports(self.rows, self.file, count, by=head.actor)
            grow_homes(self.file, count, by=head.actor, at=NOW)
            grow_stays(self.rows, self.file, count, by=head.actor, at=timezone.now())
            grow_desks(self.rows, count, by=head.actor, at=timezone.now())
            grow_furusato(self.rows, self.file, count, by=head.actor, at=timezone.now())
            grow_tours(self.rows, self.file, count, by=head.actor, at=timezone.now())
            grow_schemes(self.ina, self.file, count, by=head.actor, at=timezone.now())
            grow_obligations(count, at=timezone.now())
            grow_recoveries(count, by=head.actor, at=timezone.now())
            grow_surveys(self.rows, count, by=head.actor, at=NOW)
            grow_budget(self.file, count, by=head.actor, at=timezone.now())

    def _grow_fairs(self, count: int) -> None:
        by = self.members["section_head"].actor
        event = Event.objects.get(pk=self.rows["fair"])
        brochure = Brochure.objects.get(pk=self.rows["brochure"])
        for number in range(count):
            make_event(by=by, at=NOW, on=local_date(NOW))
            make_visit(event, by=by, at=NOW, fields={"name": f"来場 {number}", "phone": "090-1111-2222"})
            make_brochure(by=by, at=NOW)
            make_request(brochure, by=by, at=NOW, fields={"name": f"請求 {number}", **ADDRESS})

    def _grow_desk(self, count: int) -> None:
        """Add that many rounds, files that have gone quiet, and cases of the desk that changed hands."""
        head, long_ago = self.members["section_head"], NOW - timedelta(days=400)
        for number in range(count):
            quiet = {"name": f"しずか {number}", "email": f"quiet{number}@example.jp"}
            file = casefiles.open_case_file(fields=quiet, by=head.actor, at=long_ago)  # type: ignore[arg-type]
            HandedOver.objects.create(hand_over_id=self.rows["hand_over"], case_file=file, to=head.membership)
            make_asking(file=file, row=self.rows["round"], by=head.actor, at=long_ago)
            followups.pause_file(
                file=casefiles.open_case_file(fields=quiet, by=head.actor, at=long_ago),  # type: ignore[arg-type]
                until=date(2030, 1, 1), why="冬のあいだ", by=head.actor, at=NOW,
            )  # fmt: skip

    def _grow_plans(self, file: CaseFile, head: Member) -> None:
        plan = family_plans.make_plan(
            file=file, fields=family_plans.PlanFields(date(2027, 4, 1)), by=head.actor, at=NOW
        )
        family_plans.tick_step(plan=plan, key="utilities", done_on=local_date(NOW), by=head.actor, at=NOW)

    @property
    def file(self) -> CaseFile:
        found: CaseFile = CaseFile.objects.get(pk=self.rows["file"])
        return found


Example = Callable[[World], Kwargs]


def make_world() -> World:
    """Make the world: two towns and a prefecture, one member of each role, two persons, one row of each kind."""
    operator = make_organization("kayoi-operator", name="運営者", kind="operator", programmes=[])
    ina = make_organization(
        "ina", name="伊那市", name_en="Ina City", place_code="202096", email="iju@ina.example", phone="0265-78-4111"
    )
    sado = make_organization("sado", name="佐渡市", place_code="152242")
    nagano = make_organization("nagano-ken", name="長野県", kind="prefecture", place_code="200000")
    support = make_organization("support", name="いなか支援", kind="contractor", programmes=[])
    contract = {"employer": support, "ends_before": date(2030, 4, 1)}
    members = {
        "officer": make_member(ina, "officer", "佐藤 担当"),
        "section_head": make_member(ina, "section_head", "加藤 係長"),
        "division_head": make_member(ina, "division_head", "伊藤 課長"),
        "department_head": make_member(ina, "department_head", "原 部長"),
        "contractor": make_member(ina, "contractor", "宮下 相談員", **contract),
        "sado": make_member(sado, "section_head", "森 係長"),
        "prefecture_officer": make_member(nagano, "prefecture_officer", "小林 主任"),
        "operator": make_member(operator, "operator", "運営 太郎"),
    }
    assert {member.membership.role for member in members.values()} == set(ROLES)
    hana = make_person("hana@example.jp", name="山田 花", kana="やまだ はな", phone="090-1111-2222")
    ken = make_person("ken@example.jp", name="鈴木 健")
    world = World(ina, sado, nagano, operator, members, hana, ken)
    world.rows = _fill(ina, head=members["section_head"], person=hana, nagano=nagano)
    world.rows_of_sado = _fill(sado, head=members["sado"], person=ken, nagano=nagano)
    _add_brokers(world)
    return world


def _add_brokers(world: World) -> None:
    """Let a broker of each town come to its counter, one of Ina no longer, and a ferry check cards."""
    for name, town, rows in (("broker", world.ina, world.rows), ("broker_of_sado", world.sado, world.rows_of_sado)):
        with scope.of_organization(town.pk):
            partner = Broker.objects.select_related("partner").get(pk=rows["partner_broker"]).partner
        assert partner is not None
        world.partners[name] = make_member(partner, BROKER_ROLE, "業者 一郎")
        world.towns_of_partners[name] = town.slug
        rows["broker_member"] = world.partners[name].membership.pk
    by = world.members["section_head"].actor
    with scope.of_organization(world.ina.pk):
        former = identity.open_partner(kind=OrganizationKind.BROKER, name="もとの業者", by=by, at=NOW)
        partnership = identity.begin_partnership(town=world.ina, partner=former, by=by, at=NOW)
        identity.end_partnership(partnership=partnership, by=by, at=NOW)
        ferry = identity.open_partner(kind=OrganizationKind.CARRIER, name="渡し船", by=by, at=NOW)
        identity.begin_partnership(town=world.ina, partner=ferry, by=by, at=NOW)
        Benefit.objects.filter(pk=world.rows["benefit"]).update(counter=ferry)
    _add_sublessors(world)
    world.partners["broker_ended"] = make_member(former, BROKER_ROLE, "もと 業者")
    world.partners["counter"] = make_member(ferry, COUNTER_ROLE, "窓口 一郎")
    world.towns_of_partners["counter"] = world.ina.slug


def _add_sublessors(world: World) -> None:
    """Let a partner of each town come that lets homes under its own name."""
    towns = (("sublessor", world.ina, world.rows), ("sublessor_of_sado", world.sado, world.rows_of_sado))
    for name, town, rows in towns:
        with scope.of_organization(town.pk):
            partner = SubLessor.objects.select_related("partner").get(pk=rows["sub_lessor"]).partner
        assert partner is not None
        world.partners[name] = make_member(partner, SUBLESSOR_ROLE, "貸主 一郎")
        rows["lessor_member"] = world.partners[name].membership.pk
        world.towns_of_partners[name] = town.slug


def canary(town: Organization, about: str) -> str:
    """Return words that stand in every row of a town about somebody: whoever reads them has reached the row."""
    return f"〔{town.slug}の{about}〕"


def _fill(town: Organization, *, head: Member, person: Person, nagano: Organization) -> dict[str, Any]:
    """Give a town one row of each kind; return their ids by the names that examples use."""
    child = identity.add_household_member(
        person=person,
        fields={"relation": "child", "name": f"子{canary(town, str(person))}"},
        by=actor_of(person),
        at=NOW,
    )
    with scope.of_organization(town.pk):
        rows = _rows(town, head=head, person=person, nagano=nagano)
        rows |= _rows_of_fairs(town, head=head, person=person)
        file = CaseFile.objects.get(pk=rows["file"])
        words = canary(town, str(person))
        rows |= rows_of_schemes(town, file, words=words, by=head.actor, at=timezone.now())
        rows |= rows_of_obligations(town, file, words=words, by=head.actor, at=timezone.now())
        rows |= rows_of_recoveries(town, file, words=words, head=head.actor, at=timezone.now())
        rows |= rows_of_budget(file, words=canary(town, "職員"), by=head.actor, at=timezone.now())
        rows |= rows_of_homes(file, words=canary(town, "空き家の番地"), by=head.actor, at=NOW)
        rows |= rows_of_stays(file, words=words, by=head.actor, at=timezone.now())
        rows |= rows_of_furusato(file, words=words, by=head.actor, at=timezone.now())
        rows |= rows_of_tours(file, words=words, by=head.actor, at=timezone.now())
        rows |= _rows_of_desk(file, head=head)
        make_budget(1_000_000, held=10_000, by=head.actor, at=NOW)
        rows |= rows_of_tenancies(file, words=words, head=head.actor, at=timezone.now())
        rows |= rows_of_desks(file, words=words, head=head.actor, at=timezone.now())
        rows |= rows_of_contests(file, words=words, by=head.actor, at=timezone.now())
        clerk = make_member(town, "officer", "転貸の担当").actor
        rows |= rows_of_sublets(town, file, words=words, by=clerk, head=head.actor, at=timezone.now())
        rows |= rows_of_reservations()
        make_selection(canary(town, "職員"), by=head.actor, at=NOW)
        make_questionnaires(file, words=words, by=head.actor, at=NOW)
        rows |= rows_of_surveys(file, words=canary(town, "職員"), by=head.actor, at=NOW)
        make_cards(canary(town, "職員"), by=head.actor, at=NOW)
        rows |= make_imports(canary(town, "職員"), by=head.actor)
        rows |= rows_of_rulesets(canary(town, "作成中の制度"), adopter=head.actor)
    return rows | {"member_of_profile": child.pk}


def _rows(town: Organization, *, head: Member, person: Person, nagano: Organization) -> dict[str, Any]:
    by, at = head.actor, NOW
    mine, other_mark, staff_mark = (canary(town, about) for about in (str(person), "ほかの人", "職員"))
    fields = {"title": "相談", "title_en": "Ask", "summary": "平日", "summary_en": "Working days"}
    path = f"/{town.slug}/ask/"
    consultations.publish_desk(organization=town, fields=fields, path=path, by=by, at=at)  # type: ignore[arg-type]
    who = {"person": person, "fields": {"name": f"{person.name}{mine}", "email": person.user.email}}
    question = make_question(town, at=at, who=who, by=actor_of(person), text=f"雪は? {mine}")
    who = {"fields": {"name": f"別人{other_mark}", "phone": "090-1234-5678"}}
    file, other = question.case_file, make_question(town, at=at, who=who, text=f"仕事は? {other_mark}").case_file
    answered = make_question(town, at=at, who={"file": file}, text=f"学校は? {mine}")
    consultations.answer_question(
        organization=town, question=answered, text=f"二つあります。{mine}", channel=Channel.EMAIL,
        next_title=f"見学{staff_mark}", next_due_on=date(2026, 11, 30), owner=head.membership,
        version=answered.version, by=by, at=at,
    )  # fmt: skip
    consent = casefiles.give_consent(
        file=file, purpose=ConsentPurpose.NEWS, channel=Channel.PORTAL, given_at=at, by=by, at=at
    )
    member = casefiles.add_household_member(
        file=file, fields={"relation": "child", "name": f"山田 実{mine}", "birth_on": None, "remark": ""}, by=by, at=at
    )
    data = picture()
    stored = take_file(upload=BytesIO(data), name=f"家{mine}.jpg", size=len(data), by=by, at=at)
    attachment = casefiles.attach_file(file=file, stored=stored, from_person=True, by=by, at=at)
    note = casefiles.add_note(file=file, text=f"メモ{staff_mark}", by=by, at=at)
    follow_up = followups.plan_follow_up(
        title=f"電話{staff_mark}", due_on=date(2026, 11, 24), case_file=file, by=by, at=at
    )
    protected = casefiles.open_case_file(fields={"name": f"守る{other_mark}"}, by=by, at=at)
    protection = casefiles.protect(file=protected, starts_on=date(2026, 4, 1), basis=f"申出{staff_mark}", by=by, at=at)
    merged = casefiles.open_case_file(fields={"name": f"重複{other_mark}"}, by=by, at=at)
    merge = casefiles.merge_case_files(source=merged, target=other, by=by, at=at)
    invitation, token = identity.invite_member(
        email=f"n@{town.slug}.example.jp", name="新人", title="", role="officer", by=by, at=at
    )
    sharing = identity.share(giver=town, reader=nagano, what=Shared.FIGURES, starts_on=date(2026, 4, 1), by=by, at=at)
    connect = casefiles.offer_connection(file=other, by=by, at=at)
    mails_in = _mails(town, head, file, mine=mine, other=other_mark)
    mails_in |= _rows_of_plans(file, head) | _rows_of_villages(town, head)
    return mails_in | _appointments(town, file, mine, head=head) | {
        "file": file.pk, "other": other.pk, "question": question.pk, "receipt": question.receipt, "consent": consent.pk,
        "household_member": member.pk, "attachment": attachment.pk, "note": note.pk, "follow_up": follow_up.pk,
        "protected": protected.pk, "protection": protection.pk, "merge": merge.pk, "invitation": invitation.pk,
        "invitation_token": token, "sharing": sharing.pk, "connect": connect, "member": head.membership.pk,
        "message": Message.objects.order_by("pk").values_list("pk", flat=True)[0],
    } | rows_of_settling(other, words=other_mark, at=NOW)  # fmt: skip


def _rows_of_fairs(town: Organization, *, head: Member, person: Person) -> dict[str, Any]:
    by, at = head.actor, NOW
    mine, other_mark, staff_mark = (canary(town, about) for about in (str(person), "ほかの人", "職員"))
    event = make_event(by=by, at=at, on=local_date(at), title=f"フェア{staff_mark}")
    visit = make_visit(event, by=by, at=at, fields={"name": f"来場{other_mark}", "phone": "090-1234-5678"})
    make_visit(event, by=by, at=at, fields=None, remark=f"雪{other_mark}", consents=frozenset())
    brochure = make_brochure(by=by, at=at, title=f"手引き{town.slug}")
    request = make_request(brochure, by=by, at=at, fields={"name": f"請求{other_mark}", **ADDRESS})
    wanted = fairs.Wanted([brochure], Channel.PORTAL, at)
    fairs.ask_for_brochures(
        fields={"name": f"{person.name}{mine}", **ADDRESS}, person=person,  # type: ignore[typeddict-item]
        consents=frozenset(), wanted=wanted,
        by=by, at=at,
    )  # fmt: skip
    row = fairs.ReferralRow(uuid4(), local_date(at), fields={"name": f"全国{other_mark}", "phone": "090-1234-9999"})
    fairs.take_referrals(rows=[row], by=by, at=at)
    return {
        "fair": event.pk, "visit": visit.pk, "brochure": brochure.pk, "brochure_request": request.pk,
        "brochure_receipt": request.receipt,
    }  # fmt: skip


def _mail(town: Organization, head: Member, **written: Any) -> ReceivedMail:
    """Let a mail of a stranger come in."""
    written = {"sender": "知らない人 <stranger@example.jp>", "message_id": ""} | written
    mail = mails.receive_mail(
        organization=town, data=mime(**written), way=MailWay.DROPPED, by=head.actor, at=NOW
    )  # fmt: skip
    assert mail is not None
    return mail


def _mails(town: Organization, head: Member, file: CaseFile, *, mine: str, other: str) -> dict[str, Any]:
    """One mail that waits, with a picture, and two that are filed."""
    enclosed = {f"家{other}.jpg": (picture(), "image/jpeg"), "a.zip": (b"PK\x03\x04x", "application/zip")}
    waiting = _mail(town, head, subject=f"質問{other}", text=f"雪は? {other}", enclosures=enclosed)
    filed = _mail(town, head, subject=f"続き{mine}", text=f"ありがとう{mine}")
    asked = _mail(town, head, subject=f"別の質問{mine}", text=f"学校は? {mine}")
    for mail, became in ((filed, Became.CONTACT), (asked, Became.QUESTION)):
        mails.file_mail_as(organization=town, mail=mail, file=file, became=became, by=head.actor, at=NOW)
    stored = MailEnclosure.objects.exclude(file=None).get(mail=waiting)
    return {"mail": waiting.pk, "filed_mail": filed.pk, "mail_enclosure": stored.pk}


def _appointments(town: Organization, file: CaseFile, mine: str, *, head: Member) -> dict[str, Any]:
    """A counsellor with hours and a calendar, a booking, a guided day with a host who is asked.

    Counted from the day on which the tests run: pages show weeks and free times of today.
    """
    now, by = timezone.now(), head.actor
    day = local_date(now) + timedelta(days=2)
    counsellor = make_counsellor(town, at=now, name="唐木 相談員", on_holidays=True, notice_hours=0)
    hours = appointments.add_hours(
        counsellor=counsellor,
        weekday=Weekday.SATURDAY,
        starts=time(13),
        ends=time(15),
        ways=[Way.ONLINE],
        by=by,
        at=now,
    )
    opened = {"kind": ExceptionKind.OPEN, "starts": time(15), "ends": time(18), "ways": [Way.COUNTER], "why": "試験"}
    exception = appointments.add_exception(counsellor=counsellor, on=day, **opened, by=by, at=now)  # type: ignore[arg-type]
    done = booked(
        town, counsellor, at=now, starts_at=at_time(15, on=day), who={"file": file}, way=Way.COUNTER, topic=f"家 {mine}"
    )
    feed = appointments.make_feed(counsellor=counsellor, names=False, by=by, at=now)
    guided = make_day(file, at=now, on=day, owner=head.membership, note=f"持ち物 {mine}")
    stop = make_stop(guided, at=now)
    host = appointments.ask_host(organization=town, stop=stop, link=HOST_LINK, by=by, at=now)
    return {
        "counsellor": counsellor.pk, "hours": hours.pk, "hours_exception": exception.pk, "booking": done.booking.pk,
        "booking_token": done.token, "feed_token": feed, "moment": moment_key(at_time(16, on=day)),
        "guided_day": guided.pk, "stop": stop.pk, "host_token": host,
    }  # fmt: skip


def grow_appointments(file: CaseFile, count: int) -> None:
    """Add counsellors with hours, bookings of this week, exceptions, guided days and stops, all in a few statements."""
    now = timezone.now()
    today = local_date(now)
    monday = today - timedelta(days=today.weekday())
    first, guided = Counsellor.objects.order_by("pk")[0], GuidedDay.objects.order_by("pk")[0]
    had = Counsellor.objects.count()
    people = Counsellor.objects.bulk_create(Counsellor(name=f"相談員 {had + number}") for number in range(count))
    WeeklyHours.objects.bulk_create(
        WeeklyHours(counsellor=person, weekday=Weekday.MONDAY, starts=time(9), ends=time(12), ways=[Way.ONLINE])
        for person in people
    )
    HoursException.objects.bulk_create(
        HoursException(
            counsellor=first, on=today + timedelta(days=200 + had + number), kind=ExceptionKind.OPEN,
            starts=time(13), ends=time(14), ways=[Way.COUNTER],
        )
        for number in range(count)
    )  # fmt: skip
    Booking.objects.bulk_create(
        Booking(
            case_file=file, counsellor=person, with_whom=person.name, receipt=new_reference(), way=Way.COUNTER,
            starts_at=start, ends_before=start + timedelta(minutes=45), busy_before=start + timedelta(minutes=60),
            booked_at=now, changed_at=now,
        )
        for start, person in ((at_time(9, on=monday + timedelta(days=person.pk % 5)), person) for person in people)
    )  # fmt: skip
    GuidedDay.objects.bulk_create(
        GuidedDay(case_file=file, on=today + timedelta(days=number), shown_as="ご家族2人") for number in range(count)
    )
    start = at_time(11, on=guided.on) + timedelta(minutes=5 * guided.stops.count())
    Stop.objects.bulk_create(
        Stop(day=guided, **stop_fields(start + timedelta(minutes=5 * number), 5)) for number in range(count)
    )


def _rows_of_desk(file: CaseFile, *, head: Member) -> dict[str, Any]:
    """Give a town a round with one person asked, and a desk that changed hands."""
    asking, token = make_asking(file=file, by=head.actor, at=NOW)
    leaver = make_member(head.organization, "officer", "前任 担当")
    casefiles.assign_case_file(file=file, to=leaver.membership, by=head.actor, at=NOW)
    hand_over = followups.hand_over_desk(
        leaver=leaver.membership, heirs=[head.membership], how=Division.EVENLY, by=head.actor, at=NOW
    )
    return {"round": asking.round_id, "asking": asking.pk, "asking_token": token, "hand_over": hand_over.pk}


def _rows_of_plans(file: CaseFile, head: Member) -> dict[str, Any]:
    """A family's plan with its secret link, a step done and the town's own row of the table."""
    fields = family_plans.PlanFields(date(2027, 4, 1), children=[date(2023, 5, 5)])
    plan = family_plans.make_plan(file=file, fields=fields, by=head.actor, at=NOW)
    token = family_plans.share_plan(plan=plan, by=head.actor, at=NOW)
    family_plans.tick_step(plan=plan, key="utilities", done_on=local_date(NOW), by=head.actor, at=NOW)
    return {"plan": plan.pk, "plan_token": token}


def _rows_of_villages(town: Organization, head: Member) -> dict[str, Any]:
    """A district with a published sheet."""
    sheet = make_published(f"{town.name}の東地区", approver=head.actor)
    return {"sheet": sheet.pk, "district": sheet.district_id}
