"""Send a round in pieces: each piece is one transaction, so a killed worker has sent it whole or not at all."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import translation

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel, ContactBasis
from kayoi.engines.messages import services as messages
from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.programmes.rounds.models import Asking, Round
from kayoi.programmes.rounds.selectors import choose, judged, letter_for, token_of
from kayoi.programmes.rounds.services.replies import REPLY_WORDS
from kayoi.programmes.rounds.states import ASKING, REPLIES, Purpose, RoundStatus


@transaction.atomic
def send_some(*, round_id: int, address: str, most: int, by: Actor, at: datetime) -> int:
    """Send the next letters of a round (声かけの続きを送る); return how many people had their turn, 0 when it is over.

    The lock on the round lets one sender at a time through; who has had a turn is known from their row. Each person
    is judged once more when their turn comes. `address` has {token} in it.
    """
    row = Round.objects.select_for_update().get(pk=round_id)
    if row.status != RoundStatus.SENDING:
        return 0
    if row.chosen_at is None:
        _choose(row, by=by, at=at)
    waiting = list(row.askings.filter(asked_at=None, left_out="").order_by("pk")[:most])
    if not waiting:
        audit.move(row, "finish", by=by, at=at, also={"ended_at": at})
        return 0
    ids = [asking.case_file_id for asking in waiting]
    files = CaseFile.objects.without_search().in_bulk(ids)
    answers = dict(judged(row, CaseFile.objects.roots().filter(pk__in=ids), at=at))
    organization = Organization.objects.get(pk=row.organization_id)
    for asking in waiting:
        answer = answers.get(asking.case_file_id)
        if answer is None:  # merged into another file since
            _leave_out([asking], "rounds.merged")
        elif answer.refused:
            _leave_out([asking], answer.reasons[0].code)
        else:
            _send(row, asking, files[asking.case_file_id], organization, address=address, by=by, at=at)
    return len(waiting)


def _choose(row: Round, *, by: Actor, at: datetime) -> None:
    choice = choose(row, at=at)
    Asking.objects.bulk_create((Asking(round=row, case_file_id=pk) for pk in choice.ids), batch_size=2000)
    left_out = {code: len(ids) for code, ids in choice.left_out.items()}
    Round.objects.filter(pk=row.pk).update(chosen_at=at, left_out=left_out)
    audit.record("rounds.choose", row, by=by, at=at, after={"chosen": len(choice.ids), "left_out": left_out})


def _leave_out(askings: Iterable[Asking], code: str) -> None:
    Asking.objects.filter(pk__in=[asking.pk for asking in askings]).update(left_out=code)


def _send(
    row: Round,
    asking: Asking,
    file: CaseFile,
    organization: Organization,
    *,
    address: str,
    by: Actor,
    at: datetime,
) -> None:
    letter = letter_for(row, file, organization)
    link = address.replace("{token}", token_of(asking))
    english = letter.language == "en"
    with translation.override(letter.language):
        offered = "\n".join(f"・{REPLY_WORDS[reply]}\n  {link}?a={reply}" for reply in REPLIES[Purpose.of(row.purpose)])
    message = messages.send(
        template="rounds/mail/round",
        language=letter.language,
        to_address=file.email,
        values={
            "subject": letter.subject,
            "body": letter.body,
            "answers": offered,
            "stop": f"{link}unsubscribe/",
            "organization": (organization.name_en if english else "") or organization.name,
            "office": organization.office_name,
            "phone": organization.phone,
        },
        case_file=file,
        cause=ASKING,
        reference=str(asking.pk),
        unsubscribe=f"{link}unsubscribe/",
        by=by,
        at=at,
    )
    Asking.objects.filter(pk=asking.pk).update(message=message, asked_at=at)
    casefiles.add_engagement(
        file=file, kind="asked_again", occurred_at=at, channel=Channel.EMAIL,
        cause=ASKING, reference=str(asking.pk), by=by, at=at,
    )  # fmt: skip
    if row.purpose == Purpose.CONFIRM:
        casefiles.set_contact_basis(file=file, basis=ContactBasis.ASKED, by=by, at=at, why=row.title)
