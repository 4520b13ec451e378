"""Tell people about their registration, each mail with a secret link of its own; or let staff call."""

from datetime import date, datetime

from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import is_protected
from kayoi.engines.followups import services as followups
from kayoi.engines.messages import services as messages
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date, wareki
from kayoi.kit.tokens import new_token, token_hash
from kayoi.programmes.furusato.models import Registration, RegistrationLink
from kayoi.programmes.furusato.selectors.registered import page_link
from kayoi.programmes.furusato.states import REGISTRATION
from kayoi.programmes.furusato.states.mails import MAIL, SURPRISING


@transaction.atomic
def new_page(*, registration: Registration, by: Actor, at: datetime) -> str:
    """Make a secret link to a registration's page (控えのリンクを作る); return its secret. Links before it go on."""
    token = new_token()
    link = RegistrationLink.objects.create(registration=registration, token_hash=token_hash(token), made_at=at)
    audit.record("furusato.new_page", link, by=by, at=at, after={"registration": registration})
    return token


@transaction.atomic
def tell_registered(
    *, registration: Registration, what: str, values: dict[str, str] | None = None, by: Actor, at: datetime
) -> None:
    """Mail somebody about their registration, in the language of the file (登録について知らせる).

    Nothing goes out by itself to people under protection measures; who cannot be mailed is called.
    """
    file, town = registration.case_file, registration.organization
    if not file.email or is_protected(file.pk, on=local_date(at)):
        _let_call(registration, file, what, by=by, at=at)
        return
    english, until = file.language == "en", registration.valid_until
    register = registration.register
    messages.send(
        template=f"{MAIL}{what}",
        language="en" if english else "ja",
        to_address=file.email,
        values={
            "name": file.name or ("Visitor" if english else "お客さま"),
            "organization": (town.name_en or town.name) if english else town.name,
            "register": (register.name_en or register.name) if english else register.name,
            "number": registration.number,
            "until": _day(until, english=english),
            "why": registration.why,
            "link": page_link(town).replace("{token}", new_page(registration=registration, by=by, at=at)),
            "phone": town.phone,
            **(values or {}),
        },
        case_file=file,
        cause=REGISTRATION,
        reference=str(registration.pk),
        by=by,
        at=at,
    )


def _day(until: date | None, *, english: bool) -> str:
    if until is None:
        return "no end" if english else "なし"
    return f"{until:%-d %B %Y}" if english else wareki(until)


WORDS = {
    "asked": "申込みを受け付けたこと", "registered": "登録したこと", "refused": "登録しないこと",
    "renewal": "更新の時期であること", "renewed": "更新したこと", "over": "登録が終わったこと",
    "national": "転入すると、国のプレミアム登録は続けられないこと",
    "national_over": "国のプレミアム登録の更新が確かめられていないこと",
}  # fmt: skip


def _let_call(registration: Registration, file: CaseFile, what: str, *, by: Actor, at: datetime) -> None:
    if what not in SURPRISING:
        return
    followups.plan_follow_up(
        title=f"{registration.number}: 電話か手紙で知らせる({WORDS[what]})", due_on=local_date(at), case_file=file,
        owner=file.assigned_to, cause=REGISTRATION, reference=str(registration.pk), by=by, at=at,
    )  # fmt: skip
