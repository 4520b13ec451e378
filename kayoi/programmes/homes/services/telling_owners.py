"""Tell the owner's side of a house by mail, in the language of its contact; whoever asks for it is not named."""

from datetime import datetime

from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import is_protected
from kayoi.engines.messages import services as messages
from kayoi.kit.actor import Actor
from kayoi.kit.dates import last_day, local_date
from kayoi.programmes.homes.models import Home
from kayoi.programmes.homes.selectors.process import contact_of
from kayoi.programmes.homes.selectors.seeker_words import day_in_words, news_in_words, when_in_words
from kayoi.programmes.homes.services.tasks import plan_task
from kayoi.programmes.homes.states import HOME, News, Task
from kayoi.programmes.homes.states.process import TERM_OVER, TERM_OVER_EN


@transaction.atomic
def tell_owner(*, home: Home, template: str, why: str = "", by: Actor, at: datetime) -> None:
    """Mail what was decided about a house (決定を窓口の方に知らせる). What staff have typed stays as it is."""
    if (contact := _contact(home, by=by, at=at)) is None:
        return
    english, ends = _reads_english(home, contact), home.term_ends_before
    until = day_in_words(last_day(ends), english=english) if ends else ""
    values = {
        "number": home.number,
        "quarter": home.quarter,
        "until": until,
        "why": TERM_OVER_EN if english and why == TERM_OVER else why,
    }
    _mail(home, contact, template, values, english=english, by=by, at=at)


@transaction.atomic
def tell_owner_news(
    *,
    home: Home,
    news: News,
    receipt: str = "",
    when: tuple[datetime, datetime] | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Mail what happens around a house (家のできごとを知らせる); by whom it is asked for, the office says."""
    if (contact := _contact(home, by=by, at=at)) is None:
        return
    english = _reads_english(home, contact)
    nothing = "-" if english else "なし"
    values = {
        "home": home.number,
        "news": news_in_words(news, english=english),
        "receipt": receipt or nothing,
        "when": when_in_words(*when, english=english) if when else nothing,
    }
    _mail(home, contact, "owner_news", values, english=english, by=by, at=at)


def _contact(home: Home, *, by: Actor, at: datetime) -> CaseFile | None:
    """Return whom a mail reaches; otherwise let somebody call or write.

    People under protection measures are not written to by themselves: others may read the mail.
    """
    today, file = local_date(at), contact_of(home)
    if file is None or not file.email or is_protected(file.pk, on=today):
        plan_task(home=home, task=Task.TELL, due_on=today, by=by, at=at)
        return None
    return file


def _reads_english(home: Home, file: CaseFile) -> bool:
    """Tell whether a contact reads English: by the file, or by what the contact has applied in."""
    application = home.application
    applied_in = application.language if application and application.case_file_id == file.pk else ""
    return "en" in {file.language, applied_in}


def _mail(
    home: Home, file: CaseFile, template: str, values: dict[str, str], *, english: bool, by: Actor, at: datetime
) -> None:
    town = home.organization
    messages.send(
        template=f"homes/mail/{template}",
        language="en" if english else "ja",
        to_address=file.email,
        values={
            "name": file.name or ("Owner" if english else "お客さま"),
            "organization": (english and town.name_en) or town.name,
            "office": town.office_name,
            "phone": town.phone,
            **values,
        },
        case_file=file,
        cause=HOME,
        reference=str(home.pk),
        by=by,
        at=at,
    )
