"""Tell those who come and those who receive them: by mail in the same transaction, or staff has to call."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.engines.messages import services as messages
from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.tokens import new_token, token_hash
from kayoi.programmes.furusato.models import Activity, SignUp, SignUpLink
from kayoi.programmes.furusato.selectors.words import when_in_words
from kayoi.programmes.furusato.states import ACTIVITY, SIGN_UP


@transaction.atomic
def new_link(*, sign_up: SignUp, by: Actor, at: datetime) -> str:
    """Make a secret link to somebody's own sign-ups (控えのリンクを作る); return its secret. Links before it go on."""
    token = new_token()
    link = SignUpLink.objects.create(case_file=sign_up.case_file, token_hash=token_hash(token), made_at=at)
    audit.record("furusato.new_link", link, by=by, at=at, after={"case_file": sign_up.case_file})
    return token


@transaction.atomic
def tell_person(
    *, organization: Organization, sign_up: SignUp, template: str, link: str, by: Actor, at: datetime
) -> None:
    """Mail somebody about a sign-up of theirs (申し込んだ人に知らせる); `link` has {token} in it.

    Without an address nothing goes out: what must be told is called by staff (call_person).
    """
    file = sign_up.case_file
    if not file.email or not link:
        return
    language = "en" if file.language == "en" else "ja"
    messages.send(
        template=f"furusato/mail/{template}",
        language=language,
        to_address=file.email,
        values=_values(organization, sign_up, language) | {"link": _filled(link, sign_up, by=by, at=at)},
        case_file=file,
        cause=SIGN_UP,
        reference=str(sign_up.pk),
        by=by,
        at=at,
    )


@transaction.atomic
def call_person(*, sign_up: SignUp, words: str, by: Actor, at: datetime) -> None:
    """Let staff call somebody who has no address (電話で伝える)."""
    if sign_up.case_file.email:
        return
    followups.plan_follow_up(
        title=f"電話で伝える: {words}", due_on=local_date(at), case_file=sign_up.case_file,
        owner=sign_up.case_file.assigned_to, cause=SIGN_UP, reference=str(sign_up.pk), by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def tell_host(
    *, organization: Organization, activity: Activity, template: str, link: str = "", names: str = "", by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """Mail whoever receives (受入れ先に知らせる); the mail hangs on the activity, never on a person's file."""
    if not activity.host_email:
        return
    messages.send(
        template=f"furusato/mail/{template}",
        language="ja",
        to_address=activity.host_email,
        values={
            "name": activity.host_name, "organization": organization.name, "office": organization.office_name,
            "title": activity.title, "when": when_in_words(activity.starts_at, activity.ends_at),
            "place": activity.place, "link": link, "names": names, "phone": organization.phone, "why": activity.why,
        },
        cause=ACTIVITY,
        reference=str(activity.pk),
        by=by,
        at=at,
    )  # fmt: skip


def _filled(link: str, sign_up: SignUp, *, by: Actor, at: datetime) -> str:
    return link.replace("{token}", new_link(sign_up=sign_up, by=by, at=at))


def _values(organization: Organization, sign_up: SignUp, language: str) -> dict[str, str]:
    activity, english = sign_up.activity, language == "en"
    town = (organization.name_en if english else "") or organization.name
    values = {
        "name": sign_up.case_file.name or ("Visitor" if english else "お客さま"),
        "organization": town,
        "receipt": sign_up.receipt,
        "why": sign_up.why or "",
        "phone": organization.phone,
    }
    if activity is None:
        kind = sign_up.kind
        title = (kind.name_en if english else "") or kind.name
        return values | {"title": title, "when": sign_up.starts_on.isoformat(), "place": "", "meeting": "", "needs": "",
                         "insurance": "", "host": ""}  # fmt: skip
    nothing = "None" if english else "特にありません"
    return values | {
        "title": (activity.title_en if english else "") or activity.title,
        "when": when_in_words(activity.starts_at, activity.ends_at, language),
        "place": activity.place,
        "meeting": activity.meeting or activity.place,
        "needs": activity.needs or nothing,
        "insurance": activity.insurance or nothing,
        "host": activity.host_name,
        "why": activity.why or sign_up.why,
    }
