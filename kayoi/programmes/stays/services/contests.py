"""Contests: opened on a call for entries, judged without names, told by letter, published, built."""

from datetime import datetime
from typing import IO, Any

from django.db import transaction

from kayoi.engines.messages import services as messages
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Application, Procedure
from kayoi.engines.selections import services as selections
from kayoi.engines.selections.models import Judge
from kayoi.engines.selections.rules.judging import Terms
from kayoi.engines.selections.states import JudgingStatus
from kayoi.foundation.audit import services as audit
from kayoi.foundation.files import services as files
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.tokens import new_reference
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.stays.models import Contest, ContestEntry, House
from kayoi.programmes.stays.selectors.contests import letter_values
from kayoi.programmes.stays.services.houses import open_house
from kayoi.programmes.stays.states import HouseKind, LegalBasis
from kayoi.programmes.stays.states.contests import CONTEST, LETTER


class UnableToHoldContest(Refused):
    """It is not of this call, was not sent, the judging goes on, or it was done before."""


@transaction.atomic
def open_contest(
    *, title: str, summary: str, procedure: Procedure, terms: Terms, by: Actor, at: datetime
) -> Contest:  # fmt: skip
    """Open a contest on a call for entries (コンテストを開く); the terms are named now. Raises UnableToJudge."""
    judging = selections.open_judging(key=f"{CONTEST}:{new_reference()}", terms=terms, by=by, at=at)
    row: Contest = Contest.objects.create(
        title=title, summary=summary, procedure=procedure, judging=judging, made_at=at
    )
    audit.record("stays.open_contest", row, by=by, at=at, after={"title": title, "procedure": procedure})
    return row


@transaction.atomic
def enter_contest(
    *, contest: Contest, application: Application, fields: dict[str, Any], upload: IO[bytes] | None = None,
    by: Actor, at: datetime,
) -> ContestEntry:  # fmt: skip
    """Let an application be judged (応募を審査にかける), with what the judges read of it; once is enough.

    Raises UnableToHoldContest, UnableToJudge, UnableToTakeFile.
    """
    # Entries are numbered one after the other.
    Contest.objects.select_for_update(of=("self",), no_key=True).get(pk=contest.pk)
    known: ContestEntry | None = ContestEntry.objects.filter(contest=contest, application=application).first()
    if known is not None:
        return known
    if application.procedure != contest.procedure.key or application.submitted_at is None:
        raise UnableToHoldContest(verdict([Reason("contests.not_of_call")]))
    number = f"{contest.entries.count() + 1:02d}"
    entry = selections.add_entry(
        judging=contest.judging, number=number, arrived_at=application.submitted_at, by=by, at=at
    )
    stored = None
    if upload is not None:
        name, size = str(getattr(upload, "name", "")), int(getattr(upload, "size", 0))
        stored = files.take_file(upload=upload, name=name, size=size, by=by, at=at)
    row: ContestEntry = ContestEntry.objects.create(
        contest=contest, application=application, entry=entry, picture=stored, **fields
    )
    audit.record("stays.enter_contest", row, by=by, at=at, after={"contest": contest, "number": number})
    return row


@transaction.atomic
def invite_to_judge(
    *, contest: Contest, organization: Organization, name: str, email: str, link: str, by: Actor, at: datetime
) -> Judge:  # fmt: skip
    """Invite a judge by a secret link (審査員を招く); `link` has {token} in it. Raises UnableToJudge."""
    judge, token = selections.invite_judge(judging=contest.judging, name=name, email=email, by=by, at=at)
    values = {
        "name": name, "contest": contest.title, "organization": organization.name,
        "link": link.replace("{token}", token), "phone": organization.phone,
    }  # fmt: skip
    messages.send(
        template="stays/mail/judge_invited", language="ja", to_address=email, values=values, cause=CONTEST,
        reference=str(contest.pk), by=by, at=at,
    )  # fmt: skip
    return judge


@transaction.atomic
def tell_results(*, contest: Contest, by: Actor, at: datetime) -> int:
    """Write to each entrant how it came out (審査の結果の通知書を作る); return how many letters. Once each.

    Raises UnableToHoldContest while the judging goes on.
    """
    row = _judged(contest)
    told = row.entries.filter(letter=None, entry__withdrawn_at=None).select_related(
        "application__case_file", "entry", "contest"
    )
    rows = list(told.select_for_update(of=("self",)).order_by("entry__place"))
    for one in rows:
        assert one.application.case_file is not None
        letter = procedures.issue_letter(
            application=one.application, case_file=one.application.case_file, template=LETTER,
            values=letter_values(one), by=by, at=at,
        )  # fmt: skip
        audit.change(one, {"letter": letter}, version=None, by=by, at=at)
    return len(rows)


@transaction.atomic
def publish_results(*, contest: Contest, by: Actor, at: datetime) -> None:
    """Publish who won (受賞作品を公表する), of those who agreed. Raises UnableToHoldContest."""
    row = _judged(contest)
    if row.published_at is None:
        audit.change(row, {"published_at": at}, version=None, by=by, at=at)


@transaction.atomic
def draft_house(*, entry: ContestEntry, organization: Organization, by: Actor, at: datetime) -> House:
    """Make the draft of a model house of a winner (受賞作品からモデルハウスの下書きを作る); once is enough.

    Raises UnableToHoldContest where it has won nothing.
    """
    row = ContestEntry.objects.select_for_update(of=("self",)).select_related("entry", "house").get(pk=entry.pk)
    if row.house is not None:
        return row.house
    if not row.entry.prize:
        raise UnableToHoldContest(verdict([Reason("contests.no_prize")]))
    house = open_house(
        fields={
            "key": f"contest-{row.pk}", "kind": HouseKind.MODEL, "name": row.title[:60], "basis": LegalBasis.NOTICE,
            "place_code": organization.place_code, "summary": row.words[:1000],
        },
        by=by, at=at,
    )  # fmt: skip
    audit.change(row, {"house": house}, version=None, by=by, at=at)
    return house


def _judged(contest: Contest) -> Contest:
    row = Contest.objects.select_for_update(of=("self",)).select_related("judging").get(pk=contest.pk)
    if row.judging.status != JudgingStatus.CLOSED:
        raise UnableToHoldContest(verdict([Reason("contests.not_judged")]))
    return row
