"""People who look for a house in Ina: registered, in talks, waiting, at a viewing, with a contract; all invented."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import JST, local_date
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Home, HomeConsent, Party, Seeker
from kayoi.programmes.homes.services.homes import HomeFields
from kayoi.programmes.homes.states import ChooseBy, ContractKind, HomeConsentPurpose, HomeKind, HomeStatus, Offer
from kayoi.programmes.homes.states.parties import CONSENT_VERSION

# Name, who will live there, for what, wish.
SEEKERS = (
    ("中島 空(架空)", "大人2人、小学生1人", "住む", "庭で野菜を作り、子どもを地域の学校に通わせたいです。"),
    ("西村 岳(架空)", "大人1人", "週の半分を過ごす", "木工の作業場がある家を探しています。雪かきは自分でします。"),
    ("Anna Berg (invented)", "Two adults, one dog", "Living there", "We want to repair an old house by ourselves."),
    ("平野 灯(架空)", "大人2人", "小さな宿と住まい", "古い道具も一緒に引き継ぎたいです。"),
)
HOUSES: tuple[HomeFields, ...] = (
    {
        "quarter": "高遠町藤沢", "title": "土間と作業場のある家(架空)", "title_en": "House with a workshop (invented)",
        "offer": Offer.SALE, "price_yen": 2_800_000,
    },
    {
        "quarter": "長谷黒河内", "title": "畑と蔵の付いた家(架空)", "title_en": "A house with a field (invented)",
        "offer": Offer.BOTH, "price_yen": 4_500_000, "rent_yen": 35_000, "choose_by": ChooseBy.WINDOW,
    },
    {
        "quarter": "西箕輪", "title": "団体が借りて貸す家(架空)", "title_en": "House let by a group (invented)",
        "offer": Offer.RENT, "rent_yen": 30_000,
    },
)  # fmt: skip


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Give Ina three houses and the people who want them."""
    del staff
    if town.slug != "ina":
        return
    workshop, field, rented = (_shown(fields, by=by, at=at - timedelta(days=40)) for fields in HOUSES)
    known = CaseFile.objects.without_search().exclude(person=None).first()  # the person of the demonstration
    files = [known, None, None, None]
    seekers = [
        _registered(words, file=file, by=by, at=at - timedelta(days=30))
        for words, file in zip(SEEKERS, files, strict=True)
    ]
    for home, asking in ((rented, seekers[3:]), (workshop, seekers[:2]), (field, seekers[1:3])):
        for number, seeker in enumerate(asking):
            services.ask_to_talk(
                home=home, seeker=seeker, letter=seeker.wish, channel=Channel.PORTAL, by=by,
                at=at - timedelta(days=12 - number),
            )  # fmt: skip
    services.report_contract(
        home=rented,
        fields={
            "kind": ContractKind.SUBLEASE, "contracted_on": local_date(at), "moves_in_on": None,
            "ends_on": date(local_date(at).year + 2, 4, 1), "reported_by": "NPO(架空)", "persons": 2,
        },
        by=by,
        at=at,
    )  # fmt: skip
    _see(workshop, seekers[0], wishes="土曜の午前", by=by, at=at)
    _see(field, seekers[2], wishes="Any morning", by=by, at=at)
    services.lend_key(home=workshop, holder="取扱業者(架空)", due_on=local_date(at), by=by, at=at)
    _apply(("青木 湊(架空)", "大人2人", "住む", "駅に近い家を探しています。"), by=by, at=at)


def _shown(fields: HomeFields, *, by: Actor, at: datetime) -> Home:
    home = services.open_home(
        fields=HomeFields(kind=HomeKind.DWELLING, place_code="202096", **fields),
        status=HomeStatus.REGISTERED, by=by, at=at,
    )  # fmt: skip
    owner = casefiles.open_case_file(fields={"name": f"{home.quarter}の所有者(架空)"}, by=by, at=at)
    party = Party.objects.create(home=home, case_file=owner, role="owner", is_contact=True, added_at=at)
    HomeConsent.objects.create(
        home=home, party=party, purpose=HomeConsentPurpose.OWN_SITE, text_version=CONSENT_VERSION,
        channel=Channel.LETTER, given_on=local_date(at),
    )  # fmt: skip
    services.move_home(home=home, action="publish", by=by, at=at)
    return home


def _apply(
    words: tuple[str, str, str, str], *, file: CaseFile | None = None, by: Actor, at: datetime
) -> services.Applied:
    name, household, purpose, wish = words
    who = services.AppliedBy({"name": name, "route": "home_bank"}, Channel.PORTAL, file=file)
    said: services.SeekerFields = {"household": household, "purpose": purpose, "wish": wish, "shows_wish": True}
    return services.apply_as_seeker(who=who, wanted=said, by=by, at=at)


def _registered(words: tuple[str, str, str, str], *, file: CaseFile | None, by: Actor, at: datetime) -> Seeker:
    seeker = _apply(words, file=file, by=by, at=at).seeker
    services.register_seeker(seeker=seeker, by=by, at=at)
    return seeker


def _see(home: Home, seeker: Seeker, *, wishes: str, by: Actor, at: datetime) -> None:
    wanted = services.ViewingWish(wishes, 3, Channel.PORTAL)
    viewing = services.ask_viewing(home=home, seeker=seeker, wanted=wanted, by=by, at=at)
    starts_at = datetime.combine(local_date(at) + timedelta(days=5), datetime.min.time(), JST) + timedelta(hours=10)
    services.fix_viewing(
        viewing=viewing, starts_at=starts_at, ends_before=starts_at + timedelta(hours=1), attended_by="職員(架空)",
        by=by, at=at,
    )  # fmt: skip
