"""A group of Ina with a few posts, one of them reported, and a meet-up for its members. All invented."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final

from kayoi.doors.demo.selectors.staff import actor_of
from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, Actor
from kayoi.kit.dates import JST, local_date
from kayoi.programmes.furusato.models import ActivityKind, Group, GroupMember, GroupPost, Registration
from kayoi.programmes.furusato.services import activities, groups, signing
from kayoi.programmes.furusato.services.group_members import join_group
from kayoi.programmes.furusato.services.group_posts import Said, post, report_post
from kayoi.programmes.furusato.states import RegistrationStatus

NAMES: Final = ("たなだ好き(架空)", "週末の里山人(架空)", "りんご便り(架空)")
LINK = "http://localhost:8000/ina/furusato/mine/{token}/"


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Open a group in Ina and let people write in it (グループのデモ)."""
    if town.slug != "ina":
        return
    actors = {member.role: actor_of(member) for member in staff}
    head, officer, began = actors["section_head"], actors["officer"], at - timedelta(days=30)
    group = groups.add_group(
        fields={
            "name": "高遠の棚田だより(架空)", "name_en": "News of the terraced fields (invented)",
            "about": "棚田や里山の季節の様子を伝え合い、年に何度か会うグループです。",
            "about_en": "We tell each other of the seasons in the fields and woods, and meet some times a year.",
        },
        registers=[], by=head, at=began,
    )  # fmt: skip
    groups.move_group(group=group, action="open", by=head, at=began)
    members = _members(town, group, at=began)
    _posts(group, members, officer=officer, at=at)
    _meet_up(town, group, members[0], officer=officer, at=at)


def _members(town: Organization, group: Group, *, at: datetime) -> list[GroupMember]:
    rows = Registration.objects.filter(status=RegistrationStatus.REGISTERED, since__lte=local_date(at))
    rows = rows.filter(case_file__person=None).select_related("case_file").order_by("pk")
    return [
        join_group(organization=town, group=group, file=row.case_file, name=name, mails=False, by=VISITOR, at=at)
        for row, name in zip(rows, NAMES, strict=False)
    ]


def _posts(group: Group, members: Sequence[GroupMember], *, officer: Actor, at: datetime) -> None:
    def say(days: int, who: GroupMember | None, text: str, answers: GroupPost | None = None) -> GroupPost:
        by = officer if who is None else VISITOR
        return post(group=group, member=who, said=Said(text, answers=answers), by=by, at=at - timedelta(days=days))

    first, last = members[0], members[-1]
    say(28, None, "町の担い手係です。棚田の様子や、次に来るときのことを、気軽に書いてください。")
    rice = say(20, first, "先週の草刈りのあと、あぜがきれいになりました。稲の色も進んでいます。")
    say(19, last, "写真で見るより広かったです。春にまた行きます。", rice)
    say(6, first, "雪囲いの手伝いに行く方、途中の峠は朝凍っていることがあります。お気をつけて。")
    sale = say(2, last, "もうかる話があります。くわしくは個別に連絡してください。")
    report_post(post=sale, member=first, why="勧誘のように見えます。", by=VISITOR, at=at - timedelta(days=1))


def _meet_up(town: Organization, group: Group, member: GroupMember, *, officer: Actor, at: datetime) -> None:
    day = local_date(at) + timedelta(days=14)
    row = activities.write_activity(
        fields={
            "key": "tanada-online", "kind": ActivityKind.objects.get(key="visit"), "title": "冬の棚田をながめる会",
            "title_en": "Looking at the fields in winter", "place_code": town.place_code, "place": "オンライン",
            "summary": "棚田の会の人が、雪の棚田から中継します。見るだけでもかまいません。",
            "summary_en": "Live from the fields in the snow. You are welcome just to watch.",
            "starts_at": datetime.combine(day, time(19), JST), "ends_at": datetime.combine(day, time(20), JST),
            "capacity": 30, "insurance": "なし(オンライン)", "host_name": "棚田を守る会(架空)",
            "host_email": "tanada@hosts.demo.example", "group": group, "members_only": True,
            "online_url": "https://meet.demo.example/tanada",
        },
        by=officer, at=at,
    )  # fmt: skip
    activities.open_activity(activity=row, by=officer, at=at)
    signing.sign_up(
        organization=town, activity=row, who=signing.Comes({}, file=member.case_file), channel=Channel.PORTAL,
        link=LINK, by=VISITOR, at=at,
    )  # fmt: skip
