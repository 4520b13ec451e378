"""Lists in and out: an old register taken over, one that was only tried, a list for the national sites; brokers."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings

from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor, ActorKind
from kayoi.kit.dates import local_date
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import HomeConsent, RegisterImport
from kayoi.programmes.homes.selectors.exchange.pool import brokers_to_share
from kayoi.programmes.homes.services import exchange
from kayoi.programmes.homes.states import HomeConsentPurpose, HomeStatus, Permission

_HEADINGS = "物件番号,状態,取引,希望価格,家賃,町字,番地,築年,延床面積,所有者,電話,備考"
_TAKEN_OVER = (
    "旧-11,掲載中,売買,250万円,,長谷溝口,101番地(架空),昭和48年,32坪,杉菜 春(架空),0265-00-4411,畑あり",
    "旧-12,登録,賃貸,,月3万円,長谷中尾,55番地(架空),S55,105㎡,浮雲 航平(架空),090-0000-4412,犬は相談",
    "旧-13,成約,売買,180万円,,長谷市野瀬,7番地(架空),不明,,若草 澪(架空),,",
)
_TRIED = (
    "旧-12,登録,賃貸,,月3万円,長谷中尾,55番地(架空),S55,105㎡,浮雲 航平(架空),090-0000-4412,犬は相談",
    "旧-21,掲載中,売買,高い,,高遠町荊口,3番地(架空),江戸時代末期,広い,月見 暁(架空),,見学は土曜",
    ",△△,売買,100,,,,,,,,",
    "合計,,,,,,,,,,,",
)


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Give Ina an old register, and a list for the national sites of which one house must come down again."""
    if town.slug != "ina":
        return
    officer = staff[0]
    by = Actor(ActorKind.STAFF, officer.name, officer.user_id, officer.pk, permissions=frozenset(Permission))
    run = _tried(_TAKEN_OVER, "旧台帳_長谷支所(架空).csv", by=by, at=at - timedelta(days=4))
    exchange.start_import(run=run, by=by, at=at - timedelta(days=4))
    while exchange.import_piece(run_id=run.pk, by=by, at=at - timedelta(days=4)):
        pass
    exchange.finish_import(run_id=run.pk, by=by, at=at - timedelta(days=4))
    _tried(_TRIED, "旧台帳_高遠支所(架空).csv", by=by, at=at)
    link = f"{settings.CANONICAL_URL}/{town.slug}/homes/{{pk}}/"
    exchange.send_list(receiver="全国版の運営者(架空)", link=link, with_gaps=True, by=by, at=at - timedelta(days=15))
    agreed = HomeConsent.objects.filter(purpose=HomeConsentPurpose.NATIONAL_SITES, withdrawn_on=None)
    sent = agreed.filter(home__status=HomeStatus.PUBLISHED).select_related("party__case_file").order_by("pk")[0]
    services.withdraw_consent(
        consent=sent, channel=Channel.TELEPHONE, withdrawn_on=local_date(at), by=by, at=at - timedelta(days=1)
    )


def hand_brokers_on(*, giver: Organization, reader: Organization, by: Actor, at: datetime) -> None:
    """Let a neighbour use the brokers of a town, as the nightly job does."""
    with scope.of_organization(giver.pk):
        brokers = brokers_to_share()
    with scope.of_organization(reader.pk):
        exchange.take_copies(giver=giver, brokers=brokers, by=by, at=at)


def _tried(rows: Sequence[str], name: str, *, by: Actor, at: datetime) -> RegisterImport:
    run = exchange.take_register(data="\n".join([_HEADINGS, *rows]).encode(), name=name, by=by, at=at)
    exchange.try_register(run=run, by=by, at=at)
    exchange.plan_register(run_id=run.pk, by=by, at=at)
    return RegisterImport.objects.get(pk=run.pk)
