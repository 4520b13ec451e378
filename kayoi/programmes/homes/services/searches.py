"""Keep searches and tell people what is new."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import is_protected
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.messages import services as messages
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.programmes.homes.models import SavedSearch
from kayoi.programmes.homes.selectors.searches import is_member, key_of, news_for
from kayoi.programmes.homes.states import SAVED_SEARCH


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to hear about: the conditions as they stand in the address, and in words."""

    conditions: dict[str, Any]
    words: str
    language: str = "ja"


@transaction.atomic
def save_search(
    *, organization: Organization, email: str, wanted: Wanted, person: Person | None = None,
    file: CaseFile | None = None, channel: Channel, link: str, by: Actor, at: datetime,
) -> SavedSearch:  # fmt: skip
    """Keep a search (検索を保存する); new houses that fit are mailed, the first mail says so and how to stop.

    `link` is the address that stops it, with {token} in it. The same search of one address twice is one.
    """
    fields: casefiles.FileFields = {"email": email, "language": wanted.language}
    owner = casefiles.file_for(fields=fields, file=file, person=person, by=by, at=at)
    known = SavedSearch.objects.filter(case_file=owner, conditions=wanted.conditions, stopped_at=None).first()
    if known is not None:
        return known
    saved = SavedSearch.objects.create(
        case_file=owner, conditions=wanted.conditions, words=wanted.words[:300], language=wanted.language,
        channel=channel, saved_at=at, told_until=at,
    )  # fmt: skip
    audit.record("homes.save_search", saved, by=by, at=at, after={"case_file": owner, "words": saved.words})
    _mail(saved, "search_saved", organization=organization, link=link, email=email, houses="", by=by, at=at)
    return saved


@transaction.atomic
def stop_search(*, saved: SavedSearch, by: Actor, at: datetime) -> None:
    """Stop telling somebody (知らせをやめる). Twice the same changes nothing."""
    if SavedSearch.objects.filter(pk=saved.pk, stopped_at=None).update(stopped_at=at):
        audit.record("homes.stop_search", saved, by=by, at=at)


@transaction.atomic
def tell_news(
    *, organization: Organization, saved: SavedSearch, link: str, house_link: str, by: Actor, at: datetime
) -> int:
    """Mail what is new since the last time (新着を知らせる); return how many houses. Nothing new, no mail.

    Nor is somebody under protection measures told: a house that is looked for says where they will live.

    `house_link` is the address of a house, with {pk} in it. Two at once: the second finds nothing new.
    """
    mine = SavedSearch.objects.select_for_update(of=["self"]).select_related("case_file").get(pk=saved.pk)
    if mine.stopped_at is not None or not mine.case_file.email or is_protected(mine.case_file_id, on=local_date(at)):
        return 0
    found = news_for(mine, organization, early=is_member(mine.case_file), at=at)
    SavedSearch.objects.filter(pk=mine.pk).update(told_until=at)
    if not found:
        return 0
    houses = "\n\n".join(f"{line}\n{house_link.replace('{pk}', str(pk))}" for pk, line in found)
    address = mine.case_file.email
    _mail(mine, "new_houses", organization=organization, link=link, email=address, houses=houses, by=by, at=at)
    return len(found)


def _mail(
    saved: SavedSearch, template: str, *, organization: Organization, link: str, email: str, houses: str, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    japanese = saved.language != "en"
    messages.send(
        template=f"homes/mail/{template}",
        language="ja" if japanese else "en",
        to_address=email,
        values={
            "organization": organization.name if japanese else organization.name_en or organization.name,
            "words": saved.words,
            "houses": houses,
            "link": link.replace("{token}", key_of(saved)),
            "phone": organization.phone,
        },
        case_file=saved.case_file,
        cause=SAVED_SEARCH,
        reference=str(saved.pk),
        by=by,
        at=at,
    )
