"""Rows of ふるさと住民 for the walk."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.credentials.services import Holder
from kayoi.engines.credentials.tests.factories import make_card
from kayoi.foundation.files.models import StoredFile
from kayoi.foundation.files.services import take_file
from kayoi.foundation.files.tests.test_services import picture
from kayoi.kit.actor import Actor
from kayoi.kit.dates import fiscal_year, local_date
from kayoi.kit.tokens import new_reference, new_token, token_hash
from kayoi.programmes.furusato.models import (
    Activity,
    BenefitUse,
    Evidence,
    Group,
    GroupMember,
    GroupReport,
    PointsEarned,
    Register,
    Registration,
    RegistrationLink,
    RegistryFile,
    RegistryRow,
    Renewal,
    SignUpLink,
)
from kayoi.programmes.furusato.selectors.groups import key_of
from kayoi.programmes.furusato.services.activities import renew_opening
from kayoi.programmes.furusato.services.benefits import Use, record_use, set_budget
from kayoi.programmes.furusato.services.confirming import confirm
from kayoi.programmes.furusato.states import ConfirmedBy
from kayoi.programmes.furusato.tests import factories as make
from tests.clock import NOW


def rows_of_furusato(file: CaseFile, *, words: str, by: Actor, at: datetime) -> dict[str, Any]:
    """Give a town registers, somebody registered, an activity, a benefit and its use; return their ids by name."""
    today, token = local_date(at), new_token()
    register = make.a_register(key="second-citizen", name=f"第2町民{words}")
    asked = make.a_registration(make.a_register(), file=file, at=at, status="asked", facts={"tie": words})
    registered = make.a_registration(register, file=file, at=at)
    Renewal.objects.create(
        registration=registered, outcome="renewed", was_until=today, valid_until=today, decided_at=at
    )
    for one in (asked, registered):
        secret = token if one is registered else new_token()
        RegistrationLink.objects.create(registration=one, token_hash=token_hash(secret), made_at=at)
    make.a_proof(file, on=today)
    status = make.a_national_status(file, on=today)
    national = RegistryFile.objects.create(name=f"{words}.csv", digest=new_reference(), rows_count=1, handled_at=at)
    row = RegistryRow.objects.create(
        file=national, line=2, external_id=words, body_code="202096", tier="basic", standing="active", name=words,
        case_file=file,
    )  # fmt: skip
    host = new_token()
    activity = make.an_activity(at=at, title=f"草刈り{words}", spot_code="K7QM", host_hash=token_hash(host))
    renew_opening(activity=activity, by=by, at=at)
    signed = make.a_sign_up(activity, file=file, at=at, note=words, status="reported", number=1)
    data = picture()
    stored = take_file(upload=BytesIO(data), name="a.jpg", size=len(data), by=by, at=at)
    photo = Evidence.objects.create(sign_up=signed, file=stored, sent_at=at)
    place = make.a_sign_up(activity, at=at, note=words, number=2)
    mine = new_token()
    SignUpLink.objects.create(case_file=file, token_hash=token_hash(mine), made_at=at)
    benefit = make.a_benefit(register, name=f"住民運賃{words}")
    scheme = make.a_scheme(rates={signed.kind: 30}, on=today, name=f"ポイント{words}")
    held = make.an_activity(signed.kind, at=at, starts_at=at, ends_at=at + timedelta(hours=3))
    came = confirm(sign_up=make.a_sign_up(held, file=file, at=at), how=ConfirmedBy.LIST, by=by, at=at)
    earned = PointsEarned.objects.get(sign_up=came)
    use = BenefitUse.objects.create(
        benefit=benefit, registration=registered, client_key=uuid4(), counter=words, used_at=at, told_at=at, yen=500
    )
    set_budget(benefit=benefit, year=fiscal_year(today), yen=10_000, key=uuid4(), by=by, at=at)
    record_use(use=Use(make.a_benefit(register, points=10).pk, uuid4(), at, registration=registered.pk), by=by, at=at)
    paid = record_use(use=Use(benefit.pk, uuid4(), at, registration=registered.pk), by=by, at=at)
    card = make_card(registered.subject, kind=register.card_kind, by=by, at=NOW).card
    return rows_of_groups(file, register, stored, words=words, at=at) | {
        "national_status": status.pk, "register": register.pk, "register_key": register.key,
        "registration": registered.pk,
        "registration_asked": asked.pk, "registration_token": token, "registry_file": national.pk,
        "registry_row": row.pk, "activity": activity.pk, "activity_key": activity.key,
        "activity_kind": activity.kind_id, "sign_up": signed.pk, "sign_up_token": mine,
        "evidence": photo.pk, "host_token": host, "activity_code": activity.spot_code, "sign_up_receipt": place.receipt,
        "sign_up_place": place.pk, "benefit": benefit.pk,
        "benefit_use": use.pk, "card_of_registration": card.pk, "signing_key": card.key_id,
        "paid_use": paid.pk, "points_scheme": scheme.pk, "points_earned": earned.pk,
    }  # fmt: skip


def rows_of_groups(
    file: CaseFile, register: Register, photo: StoredFile, *, words: str, at: datetime
) -> dict[str, Any]:
    """Give a town a group with somebody in it, posts of every kind, a report, a meet-up; return their ids."""
    group, other = make.a_group(register, name=f"会{words}"), make.a_group(name=f"ほかの会{words}")
    me = make.a_member(group, file, at=at, name=f"表示{words}"[:20], name_key=words)
    theirs = make.a_post(group, make.a_member(group, at=at), at=at)
    mine = make.a_post(group, me, at=at, text=words, photo=photo)
    hidden = make.a_post(group, me, at=at, status="hidden", why="宣伝のため")
    make.a_post(group, None, at=at, answers=theirs)
    reporter = make.a_member(group, at=at)
    GroupReport.objects.create(post=theirs, member=reporter, why=words, reported_at=at)
    meet_up = make.an_activity(at=at, title=f"交流会{words}", group=group, members_only=True)
    return {
        "group": group.pk, "group_to_join": other.pk, "group_post": theirs.pk, "group_post_mine": mine.pk,
        "group_post_hidden": hidden.pk, "group_meet_up": meet_up.pk, "group_key": key_of(me),
        "group_member": reporter.pk,
    }  # fmt: skip


def grow_furusato(rows: dict[str, Any], file: CaseFile, count: int, *, by: Actor, at: datetime) -> None:
    """Add that many registrations, activities and benefits of what lists show."""
    call, group = Activity.objects.get(pk=rows["activity"]), Group.objects.get(pk=rows["group"])
    me, above = GroupMember.objects.get(group=group, case_file=file), group.posts.get(pk=rows["group_post"])
    for _ in range(count):
        register = make.a_register()
        make.a_registration(register, at=at)
        make.a_registration(register, at=at, status="asked")
        make.a_sign_up(at=at, file=file, status="reported")
        make.a_sign_up(call, at=at, number=call.sign_ups.count() + 1)
        make.a_benefit(register)
        make.a_group()
        member = make.a_member(group, at=at)
        for post in (make.a_post(group, member, at=at), make.a_post(group, me, at=at, answers=above)):
            GroupReport.objects.create(post=post, member=member, why="x", reported_at=at)
        make.an_activity(at=at, group=group)
        registered = Registration.objects.get(pk=rows["registration"])
        make_card(registered.subject, holder=Holder(name="山田 花子"), kind=register.card_kind, by=by, at=NOW)
        BenefitUse.objects.create(
            benefit_id=rows["benefit"], registration=registered, client_key=uuid4(), used_at=at, told_at=at
        )
