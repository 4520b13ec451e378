"""Tell seekers by mail, in their language, each mail with a secret link of its own."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.engines.messages import services as messages
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import last_day, local_date
from kayoi.kit.tokens import new_token, token_hash
from kayoi.programmes.homes.models import Inquiry, Seeker, SeekerLink
from kayoi.programmes.homes.selectors.seeker_words import STATES, day_in_words
from kayoi.programmes.homes.selectors.seekers import page_link, place_in_queue
from kayoi.programmes.homes.states import INQUIRY, SEEKER, ChooseBy, InquiryStatus

# What a seeker does not know without being told.
SURPRISING = frozenset({"inquiry_chosen", "inquiry_again", "inquiry_over"})


@transaction.atomic
def new_link(*, seeker: Seeker, by: Actor, at: datetime) -> str:
    """Make a secret link to a seeker's page (控えのリンクを作る); return its secret. The links before keep working."""
    token = new_token()
    link = SeekerLink.objects.create(seeker=seeker, token_hash=token_hash(token), made_at=at)
    audit.record("homes.new_link", link, by=by, at=at, after={"seeker": seeker})
    return token


@transaction.atomic
def tell_seeker(
    *,
    seeker: Seeker,
    template: str,
    values: dict[str, str] | None = None,
    cause: str = SEEKER,
    reference: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Mail a seeker in the language of the file (希望者に知らせる); without an address, nothing."""
    file, town = seeker.case_file, seeker.organization
    if not file.email:
        return
    english = file.language == "en"
    ends = seeker.term_ends_before
    messages.send(
        template=f"homes/mail/{template}",
        language="en" if english else "ja",
        to_address=file.email,
        values={
            "name": file.name or ("Visitor" if english else "お客さま"),
            "organization": (town.name_en or town.name) if english else town.name,
            "office": town.office_name,
            "number": seeker.number,
            "until": day_in_words(last_day(ends), english=english) if ends else "",
            "why": seeker.why,
            "link": page_link(town).replace("{token}", new_link(seeker=seeker, by=by, at=at)),
            "phone": town.phone,
            **(values or {}),
        },
        case_file=file,
        cause=cause,
        reference=reference or str(seeker.pk),
        by=by,
        at=at,
    )


def tell_inquirer(*, inquiry: Inquiry, template: str, by: Actor, at: datetime) -> None:
    """Mail a seeker where an inquiry stands (申込みの状態を知らせる). What an owner has said is not in it.

    Where there is no address, somebody calls or writes, unless the seeker has just said it.
    """
    if template in SURPRISING and not inquiry.seeker.case_file.email:
        _let_call(inquiry, by=by, at=at)
        return
    english = inquiry.seeker.case_file.language == "en"
    state = STATES[InquiryStatus.of(inquiry.status)]
    values = {
        "home": inquiry.home.number,
        "receipt": inquiry.receipt,
        "state": state.english if english else state.japanese,
        "order": _order(inquiry, english=english),
    }
    tell_seeker(
        seeker=inquiry.seeker, template=template, values=values, cause=INQUIRY, reference=str(inquiry.pk), by=by, at=at
    )


def _let_call(inquiry: Inquiry, *, by: Actor, at: datetime) -> None:
    if inquiry.status == InquiryStatus.WITHDRAWN:
        return
    file, state = inquiry.seeker.case_file, STATES[InquiryStatus.of(inquiry.status)].japanese
    followups.plan_follow_up(
        title=f"{inquiry.home.number}: 希望者({inquiry.seeker.number})に電話か手紙で知らせる({state})",
        due_on=local_date(at), case_file=file, owner=file.assigned_to, cause=INQUIRY, reference=str(inquiry.pk),
        by=by, at=at,
    )  # fmt: skip


def _order(inquiry: Inquiry, *, english: bool) -> str:
    home = inquiry.home
    if inquiry.status != InquiryStatus.WAITING:
        return ""
    if home.choose_by == ChooseBy.WINDOW:
        ends = home.window_ends_on
        if english:
            return "The owner chooses" + (f" after {day_in_words(ends, english=True)}" if ends else "")
        return (f"{day_in_words(ends)}の締切のあとに、" if ends else "") + "所有者が選びます"
    place = place_in_queue(inquiry)
    return f"You are number {place} in the queue" if english else f"順番は{place}番目です"
