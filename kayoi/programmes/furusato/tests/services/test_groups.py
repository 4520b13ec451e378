"""Groups on the real database: joining under a name, posting, reporting, hiding, meeting, news by mail, forgetting."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import Message
from kayoi.engines.openings.models import Opening
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.files.models import StoredFile
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, system
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Refused
from kayoi.programmes.furusato.models import Group, GroupMember, GroupPost, GroupReport, Registration
from kayoi.programmes.furusato.selectors import groups as selectors
from kayoi.programmes.furusato.selectors.activities import open_activities, shown_activity
from kayoi.programmes.furusato.selectors.group_feed import feed
from kayoi.programmes.furusato.selectors.groups_office import figures, roll_of, to_look_at
from kayoi.programmes.furusato.services import activities, confirming, group_members, group_posts, groups, signing
from kayoi.programmes.furusato.services.group_news import mail_news
from kayoi.programmes.furusato.services.group_posts import Said
from kayoi.programmes.furusato.states import ConfirmedBy
from kayoi.programmes.furusato.tests import factories as make
from tests.cast import make_person

BY = system("test")
LINK = "https://kayoi.test/ina/furusato/a/{token}/groups/{group}/"
STOP = "https://kayoi.test/ina/furusato/groups/stop/{key}/"


@pytest.fixture(autouse=True)
def town(ina: Organization) -> Iterator[Organization]:
    with scope.of_organization(ina.pk):
        yield ina


def join(town: Organization, group: Group, file: CaseFile, name: str, at: datetime, mails: bool = False) -> GroupMember:
    return group_members.join_group(
        organization=town, group=group, file=file, name=name, mails=mails, by=VISITOR, at=at
    )


def why(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.verdict.reasons]


def registered(at: datetime, **fields: Any) -> CaseFile:
    return make.a_registration(file=make_file(**fields), at=at).case_file


def write(group: Group, member: GroupMember | None, at: datetime, text: str = "こんにちは", **more: Any) -> GroupPost:
    return group_posts.post(group=group, member=member, said=Said(text, **more), by=VISITOR, at=at)


def test_staff_make_open_change_and_close_a_group(at: datetime) -> None:
    one, two = make.a_register(), make.a_register()
    group = groups.add_group(fields={"name": "棚田の会", "about": "x"}, registers=[one], by=BY, at=at)
    file = make.a_registration(two, at=at).case_file
    groups.move_group(group=group, action="open", by=BY, at=at)
    assert selectors.group_to_join(file, group.pk, at=at) is None
    groups.change_group(group=group, fields={"about": "y"}, registers=[one, two], version=group.version, by=BY, at=at)
    assert selectors.group_to_join(file, group.pk, at=at) == group
    groups.move_group(group=group, action="close", by=BY, at=at)
    assert [one.group for one in selectors.groups_of(file, at=at)] == []
    changed = Entry.objects.filter(action="furusato.change_registers_of_group").get()
    assert changed.after == {"registers": sorted([one.pk, two.pk])}


def test_who_joins_has_a_name_of_their_own_in_the_group(town: Organization, at: datetime) -> None:
    group, first, second = make.a_group(), registered(at, name="山田 花子"), registered(at)
    assert join(town, group, first, " さくら ", at).name == "さくら"
    assert join(town, group, first, "ほか", at).name == "さくら"
    with pytest.raises(group_members.UnableToJoin) as refused:
        join(town, group, second, "サクラ", at)
    assert why(refused) == ["furusato.group_name_taken"]
    with pytest.raises(group_members.UnableToJoin) as refused:
        join(town, group, make_file(name="森 千夏"), "森千夏", at)
    assert why(refused) == ["furusato.group_not_for_you", "furusato.group_name_real"]
    assert "さくら" not in str(list(Entry.objects.values_list("after", flat=True)))


def test_a_protected_person_is_shown_by_the_display_name_alone(town: Organization, at: datetime) -> None:
    group, file = make.a_group(), registered(at, name="山田 花子")
    casefiles.protect(file=file, starts_on=local_date(at), basis="x", by=BY, at=at)
    with pytest.raises(group_members.UnableToJoin) as refused:
        join(town, group, file, "花子", at)
    assert why(refused) == ["furusato.group_name_real"]
    member = join(town, group, file, "さくら", at, mails=True)
    write(group, None, at + timedelta(hours=1))
    assert mail_news(organization=town, link=LINK, stop=STOP, by=BY, at=at + timedelta(days=1)) == 0
    [on_roll] = roll_of(group, on=local_date(at))
    assert (on_roll.member, on_roll.who) == (member, "支援措置の対象")


def test_whose_registration_is_over_reads_nothing_before_any_job_has_run(town: Organization, at: datetime) -> None:
    group, file = make.a_group(), registered(at)
    member = join(town, group, file, "さくら", at)
    assert selectors.is_member(group, file, at=at)
    last = Registration.objects.get(case_file=file).valid_until
    assert last is not None
    assert selectors.is_member(group, file, at=at + (last - local_date(at)))
    later = at + (last - local_date(at)) + timedelta(days=1)
    assert not selectors.is_member(group, file, at=later)
    assert selectors.groups_of(file, at=later) == []
    assert [one.reads for one in roll_of(group, on=local_date(later))] == [False]
    group_members.leave_group(member=member, with_posts=False, by=VISITOR, at=at)
    assert not selectors.is_member(group, file, at=at)
    assert join(town, group, file, "もみじ", at).pk == member.pk


def test_pressed_twice_is_one_post_and_a_reply_stands_one_level_deep(at: datetime) -> None:
    group = make.a_group()
    member, key = make.a_member(group), uuid4()
    first, again = (write(group, member, at, client_key=key) for _ in range(2))
    assert first == again
    reply = write(group, member, at, answers=first)
    deeper = write(group, None, at, answers=reply)
    assert (reply.answers, deeper.answers) == (first, first)


def test_no_more_than_twenty_a_day_and_no_pdf(at: datetime) -> None:
    group = make.a_group()
    member = make.a_member(group)
    for _ in range(20):
        make.a_post(group, member, at=at)
    with pytest.raises(group_posts.UnableToPost) as refused:
        write(group, member, at)
    assert why(refused) == ["furusato.group_posts_many"]
    paper = upload(b"%PDF-1.7 x")
    with pytest.raises(group_posts.UnableToPost) as refused:
        write(group, None, at, upload=paper)
    assert why(refused) == ["furusato.group_no_photo"]
    write(group, member, at + timedelta(days=1))


def upload(data: bytes) -> Any:
    sent: Any = BytesIO(data)
    sent.name, sent.size = "a.jpg", len(data)
    return sent


def test_what_is_deleted_is_gone_but_for_its_place(town: Organization, at: datetime) -> None:
    group, file = make.a_group(), registered(at)
    member = join(town, group, file, "さくら", at)
    post = write(group, member, at, upload=upload(picture()))
    group_posts.report_post(post=post, member=make.a_member(group), why="x", by=VISITOR, at=at)
    for _ in range(2):
        group_posts.delete_post(post=post, by=VISITOR, at=at)
    post.refresh_from_db()
    assert (post.status, post.text, post.photo) == ("deleted", "", None)
    assert StoredFile.objects.count() == 0
    assert GroupReport.objects.get().status == "lapsed"
    assert FollowUp.objects.open().count() == 0
    _, shown = feed(selectors.Entered(group, member), page="", since=None)
    assert [one.is_deleted for one in shown] == [True]


def test_a_reported_post_is_hidden_with_a_reason_and_may_come_back(at: datetime) -> None:
    group = make.a_group()
    writer, others = make.a_member(group), [make.a_member(group) for _ in range(2)]
    post = write(group, writer, at)
    for one in (*others, others[0]):
        group_posts.report_post(post=post, member=one, why="宣伝です", by=VISITOR, at=at)
    assert GroupReport.objects.count() == 2
    assert FollowUp.objects.open().get().reference == str(post.pk)
    group_posts.hide_post(post=post, why="宣伝のため", by=BY, at=at)
    assert set(GroupReport.objects.values_list("status", flat=True)) == {"upheld"}
    assert FollowUp.objects.open().count() == 0
    seen = [feed(selectors.Entered(group, one), page="", since=None)[1] for one in (writer, others[0])]
    assert [len(shown) for shown in seen] == [1, 0]
    group_posts.object_to_hiding(post=post, words="宣伝ではありません", by=VISITOR, at=at)
    with pytest.raises(group_posts.UnableToObject):
        group_posts.object_to_hiding(post=post, words="もう一度", by=VISITOR, at=at)
    assert FollowUp.objects.open().count() == 1
    group_posts.show_post(post=post, by=BY, at=at)
    post.refresh_from_db()
    assert (post.status, post.why, post.objection) == ("shown", "", "")
    assert FollowUp.objects.open().count() == 0


def test_a_report_is_put_aside_and_an_objection_too(at: datetime) -> None:
    group = make.a_group()
    writer, reader = make.a_member(group), make.a_member(group)
    post = write(group, writer, at)
    group_posts.report_post(post=post, member=reader, why="x", by=VISITOR, at=at)
    group_posts.keep_post(post=post, by=BY, at=at)
    assert GroupReport.objects.get().status == "rejected"
    with pytest.raises(group_posts.UnableToReport):
        group_posts.report_post(post=post, member=writer, why="x", by=VISITOR, at=at)
    group_posts.hide_post(post=post, why="宣伝のため", by=BY, at=at)
    group_posts.object_to_hiding(post=post, words="違います", by=VISITOR, at=at)
    group_posts.keep_post(post=post, by=BY, at=at)
    post.refresh_from_db()
    assert (post.status, post.objection, post.objection_kept_at) == ("hidden", "違います", at)
    assert not to_look_at().exists()
    with pytest.raises(group_posts.UnableToObject):
        group_posts.object_to_hiding(post=post, words="もう一度", by=VISITOR, at=at)
    assert FollowUp.objects.open().count() == 0


def test_where_staff_look_first_a_post_waits_and_counts_as_new_once_it_shows(town: Organization, at: datetime) -> None:
    group = make.a_group(checks_first=True)
    writer, reader = make.a_member(group, at=at), make.a_member(group, at=at)
    posts = [write(group, writer, at) for _ in range(2)]
    assert {post.status for post in posts} == {"waiting"}
    assert FollowUp.objects.open().get().reference == str(group.pk)
    group_members.note_visit(member=reader, by=VISITOR, at=at + timedelta(hours=1))
    assert selectors.news_of([writer, reader]) == {writer.pk: 0, reader.pk: 0}
    for post in posts:
        group_posts.show_post(post=post, by=BY, at=at + timedelta(hours=2))
    assert FollowUp.objects.open().count() == 0
    assert selectors.news_of([writer, reader]) == {writer.pk: 0, reader.pk: 2}


def test_a_meet_up_for_members_is_neither_public_nor_for_others(town: Organization, at: datetime) -> None:
    group, file = make.a_group(), registered(at)
    member = join(town, group, file, "さくら", at)
    meet_up = make.an_activity(
        make.a_kind(designated=False), at=at, group=group, members_only=True, online_url="https://x.example"
    )
    activities.renew_opening(activity=meet_up, by=BY, at=at)
    assert not open_activities(at=at).exists()
    assert not Opening.objects.filter(withdrawn_at=None, reference=str(meet_up.pk)).exists()
    assert shown_activity(meet_up.key) is None
    with pytest.raises(signing.UnableToSignUp) as refused:
        sign_up(town, meet_up, registered(at), at)
    assert why(refused) == ["furusato.members_only"]
    [before] = selectors.meet_ups_of(selectors.Entered(group, member), at=at)
    row = sign_up(town, meet_up, file, at)
    [after] = selectors.meet_ups_of(selectors.Entered(group, member), at=at)
    assert (before.is_in, after.is_in) == (False, True)
    confirming.confirm(sign_up=row, how=ConfirmedBy.LIST, by=BY, at=meet_up.ends_at)
    [counted] = figures([group])
    assert (counted.members, counted.meet_ups, counted.came) == (1, 1, 1)
    confirming.undo_confirm(sign_up=row, why="x", by=BY, at=meet_up.ends_at)
    assert figures([group])[0].came == 0


def sign_up(town: Organization, activity: Any, file: CaseFile, at: datetime) -> Any:
    return signing.sign_up(
        organization=town, activity=activity, channel=Channel.PORTAL, link="https://kayoi.test/{token}/",
        who=signing.Comes({}, file=file), by=VISITOR, at=at,
    ).sign_up  # fmt: skip


def test_news_go_out_once_a_week_with_consent_alone(town: Organization, at: datetime) -> None:
    group, file = make.a_group(), registered(at, email="hana@example.jp")
    member = join(town, group, file, "さくら", at, mails=True)
    join(town, group, registered(at, email="ken@example.jp"), "もみじ", at)

    def send(days: int) -> int:
        return mail_news(organization=town, link=LINK, stop=STOP, by=BY, at=at + timedelta(days=days, hours=1))

    assert send(0) == 0
    write(group, None, at + timedelta(minutes=1), text="秘密の話")
    assert [send(0), send(0), send(6), send(7)] == [1, 0, 0, 0], "nothing new came since the mail, read or not"
    write(group, None, at + timedelta(days=2))
    assert [send(6), send(7)] == [0, 1]
    letter = Message.objects.filter(template="furusato/mail/group_digest").first()
    assert letter is not None
    assert (letter.to_address, letter.case_file) == ("hana@example.jp", file)
    assert "秘密の話" not in letter.body
    key = letter.unsubscribe.rstrip("/").rpartition("/")[2]
    assert selectors.member_of_key(key) == member
    assert selectors.member_of_key("x") is None
    for _ in range(2):
        group_members.wish_mails(member=member, wish=False, by=VISITOR, at=at)
    assert send(30) == 0
    group_members.wish_mails(member=member, wish=True, by=VISITOR, at=at)
    Registration.objects.filter(case_file=file).update(valid_until=local_date(at))
    assert send(30) == 0


def test_who_erases_the_log_in_leaves_empty_places(town: Organization, at: datetime) -> None:
    person = make_person("hana@example.jp", name="山田 花")
    group, file = make.a_group(), registered(at)
    CaseFile.objects.filter(pk=file.pk).update(person=person)
    member = join(town, group, file, "さくら", at, mails=True)
    write(group, member, at)
    group_members.forget_member(person=person, by=BY, at=at)
    member.refresh_from_db()
    assert (member.status, member.name, member.mails_since) == ("left", "退会した人", None)
    assert list(GroupPost.objects.values_list("status", "text")) == [("deleted", "")]
    assert "さくら" not in str(list(Entry.objects.values_list("before", "after")))


def merged_over_another(town: Organization, group: Group, at: datetime) -> tuple[CaseFile, list[GroupMember]]:
    """Let somebody be in a group twice, by two files that are then merged over a third."""
    file, others = registered(at, email="hana@example.jp"), [registered(at, email="old@example.jp"), make_file()]
    rows = [
        join(town, group, one, name, at, mails=True) for one, name in ((others[0], "さくら"), (file, "もみじ"))
    ]  # fmt: skip
    for source, target in ((others[0], others[1]), (others[1], file)):
        casefiles.merge_case_files(source=source, target=target, by=BY, at=at)
    return file, rows


def test_who_is_in_a_group_twice_after_a_merge_gets_one_mail_and_leaves_once(town: Organization, at: datetime) -> None:
    group = make.a_group()
    file, rows = merged_over_another(town, group, at)
    write(group, None, at + timedelta(minutes=1))
    assert mail_news(organization=town, link=LINK, stop=STOP, by=BY, at=at + timedelta(hours=1)) == 1
    letter = Message.objects.get(template="furusato/mail/group_digest")
    assert (letter.to_address, letter.case_file) == ("hana@example.jp", file)
    assert mail_news(organization=town, link=LINK, stop=STOP, by=BY, at=at + timedelta(hours=2)) == 0
    group_members.wish_mails(member=rows[1], wish=False, by=VISITOR, at=at)
    assert not GroupMember.objects.exclude(mails_since=None).exists()
    group_members.leave_group(member=rows[1], with_posts=False, by=VISITOR, at=at)
    assert set(GroupMember.objects.values_list("status", flat=True)) == {"left"}


def test_erasing_reaches_files_merged_over_another_without_the_log_in(town: Organization, at: datetime) -> None:
    group = make.a_group()
    file, rows = merged_over_another(town, group, at)
    person = make_person("hana@example.jp", name="山田 花")
    CaseFile.objects.filter(pk=file.pk).update(person=person)
    write(group, rows[0], at)
    group_members.forget_member(person=person, by=BY, at=at)
    assert set(GroupMember.objects.values_list("status", "name")) == {("left", "退会した人")}
    assert GroupPost.objects.get().text == ""


def test_a_reply_below_a_hidden_post_is_no_news(at: datetime) -> None:
    group = make.a_group()
    reader, later = make.a_member(group, at=at), at + timedelta(hours=1)
    above = make.a_post(group, None, at=later)
    make.a_post(group, None, at=later, answers=above)
    assert selectors.news_of([reader]) == {reader.pk: 2}
    group_posts.hide_post(post=above, why="宣伝のため", by=BY, at=later)
    assert selectors.news_of([reader]) == {reader.pk: 0}


def test_who_comes_under_protection_later_is_warned_of_and_renamed(town: Organization, at: datetime) -> None:
    group, file, on = make.a_group(), registered(at, name="山田 花子"), local_date(at)
    member, other = join(town, group, file, "花子", at), join(town, group, registered(at), "もみじ", at)
    assert [one.shows_name for one in roll_of(group, on=on)] == [False, False]
    casefiles.protect(file=file, starts_on=on, basis="x", by=BY, at=at)
    group_members.leave_group(member=member, with_posts=False, by=VISITOR, at=at)
    assert [(one.member, one.shows_name) for one in roll_of(group, on=on)] == [(member, True), (other, False)]
    for name, reason in (("はな子と花子", "name_real"), ("もみじ", "name_taken")):
        with pytest.raises(group_members.UnableToJoin) as refused:
            group_members.rename_member(organization=town, member=member, name=name, by=BY, at=at)
        assert why(refused) == [f"furusato.group_{reason}"]
    group_members.rename_member(organization=town, member=member, name="さくら", by=BY, at=at)
    assert GroupMember.objects.get(pk=member.pk).name == "さくら"
    assert [one.member for one in roll_of(group, on=on)] == [other]
    assert Entry.objects.filter(action="furusato.rename_member", reference=str(member.pk)).exists()


def test_who_is_put_out_reads_why_and_comes_back_only_when_let(town: Organization, at: datetime) -> None:
    group, file = make.a_group(), registered(at)
    member = join(town, group, file, "さくら", at, mails=True)
    group_members.put_out_member(member=member, why="勧誘のため", by=BY, at=at)
    member.refresh_from_db()
    assert (member.status, member.mails_since) == ("out", None)
    assert not selectors.is_member(group, file, at=at)
    [listed] = selectors.groups_of(file, at=at)
    assert (listed.member, listed.may_join, listed.why_out) == (None, False, "勧誘のため")
    with pytest.raises(group_members.UnableToJoin) as refused:
        join(town, group, file, "さくら", at)
    assert why(refused) == ["furusato.group_put_out"]
    group_members.let_member_back(member=member, by=BY, at=at)
    assert join(town, group, file, "さくら", at).status == "in"
