"""What each legal basis of a house demands: a table an official can read (旅館業法・借地借家法・地方自治法など).

Only the notice of 2016 was confirmed in a source; the other articles are general knowledge, to be checked by a town.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from kayoi.kit.dates import CountingMethod, months_later, period_end
from kayoi.kit.states import Labelled
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.stays.rules import spans
from kayoi.programmes.stays.rules.spans import Stay
from kayoi.programmes.stays.states import LegalBasis


class Due(Labelled):
    """When a duty is due (いつまでに)."""

    HOUSE = "house", "家を出す前"
    BEFORE = "before", "利用の前"
    ARRIVAL = "arrival", "到着の日"
    DURING = "during", "利用中"
    AFTER = "after", "利用の後"


class Duty(Labelled):
    """What the town or host has to do (義務)."""

    LICENCE = "licence", "許可・届出・認定の番号を家に記す"
    DESIGNATION = "designation", "対象の家を市町村が定める"
    ORDINANCE = "ordinance", "設置と管理を条例で定める"
    FEE = "fee", "使用料を条例で定める"
    WILL = "will", "買うか長く借りる意思を市町村が確かめ、記録する"
    EXPLANATION = "explanation", "更新がなく期間の満了で終わることを、契約の前に書面を渡して説明する"
    CONTRACT = "contract", "期間を定めた契約を結ぶ(定期借家は書面か電磁的記録で)"
    PERMISSION = "permission", "許可を書面で行い、条件と取消しの場合を示す"
    REASONS = "reasons", "断るときは理由を示す"
    REMEDY = "remedy", "不服申立てと取消訴訟のしかたを書面で教示する"
    REGISTER = "register", "宿泊者名簿を作り、3年間保存する"
    PASSPORT = "passport", "国内に住所のない外国人は、国籍と旅券番号を名簿に記し、旅券の写しをとる"
    END_NOTICE = "end_notice", "1年以上の契約は、満了の1年前から6か月前までに終了を通知する"
    REPORT = "report", "宿泊日数などを2か月ごとに報告する"


@dataclass(frozen=True, slots=True)
class Demand:
    """One duty: what, when, by which article."""

    duty: Duty
    due: Due
    source: str


@dataclass(frozen=True, slots=True)
class Law:
    """What one basis demands: duties, the shortest stay, the most days in a year (4月1日から)."""

    demands: tuple[Demand, ...]
    least_days: int = 0
    least_months: int = 0
    most_days_a_year: int | None = None


B = LegalBasis
PASSPORT_NOTICE = "平成17年健発第0209001号(旅券の写し)"
REFUSAL = (
    Demand(Duty.REASONS, Due.BEFORE, "行政手続条例(行政手続法8条に当たる定め)、地方自治法244条2項"),
    Demand(Duty.REMEDY, Due.BEFORE, "行政不服審査法82条、行政事件訴訟法46条"),
)
LAWS: Final[Mapping[LegalBasis, Law]] = {
    B.INN: Law((
        Demand(Duty.LICENCE, Due.HOUSE, "旅館業法3条"),
        Demand(Duty.REGISTER, Due.ARRIVAL, "旅館業法6条、旅館業法施行規則4条の2"),
        Demand(Duty.PASSPORT, Due.ARRIVAL, f"旅館業法施行規則4条の2、{PASSPORT_NOTICE}"),
    )),
    B.NOTICE: Law((
        Demand(Duty.DESIGNATION, Due.HOUSE, "平成28年3月31日生食衛発0331第2号"),
        Demand(Duty.WILL, Due.BEFORE, "平成28年3月31日生食衛発0331第2号"),
    )),
    B.FIXED_LEASE: Law((
        Demand(Duty.EXPLANATION, Due.BEFORE, "借地借家法38条3項"),
        Demand(Duty.CONTRACT, Due.BEFORE, "借地借家法38条1項・2項"),
        Demand(Duty.END_NOTICE, Due.DURING, "借地借家法38条6項"),
    ), least_months=1),
    B.PUBLIC_FACILITY: Law((
        Demand(Duty.ORDINANCE, Due.HOUSE, "地方自治法244条の2第1項"),
        Demand(Duty.FEE, Due.HOUSE, "地方自治法225条、228条1項"),
        Demand(Duty.PERMISSION, Due.BEFORE, "市町村の条例"),
        *REFUSAL,
    )),
    B.HOME_SHARING: Law((
        Demand(Duty.LICENCE, Due.HOUSE, "住宅宿泊事業法3条、13条"),
        Demand(Duty.REGISTER, Due.ARRIVAL, "住宅宿泊事業法8条、住宅宿泊事業法施行規則7条"),
        Demand(Duty.PASSPORT, Due.ARRIVAL, "住宅宿泊事業法施行規則7条、住宅宿泊事業施行要領(ガイドライン)"),
        Demand(Duty.REPORT, Due.AFTER, "住宅宿泊事業法14条、住宅宿泊事業法施行規則12条"),
    ), most_days_a_year=180),
    B.USE_PERMIT: Law((
        Demand(Duty.FEE, Due.HOUSE, "地方自治法225条、228条1項"),
        Demand(Duty.PERMISSION, Due.BEFORE, "地方自治法238条の4第7項・9項"),
        Demand(Duty.REASONS, Due.BEFORE, "行政手続法8条"),
        Demand(Duty.REMEDY, Due.BEFORE, "行政不服審査法82条、行政事件訴訟法46条"),
    )),
    B.SPECIAL_ZONE: Law((
        Demand(Duty.LICENCE, Due.HOUSE, "国家戦略特別区域法13条"),
        Demand(Duty.CONTRACT, Due.BEFORE, "国家戦略特別区域法13条(賃貸借契約に基づく使用)"),
        Demand(Duty.REGISTER, Due.ARRIVAL, "国家戦略特別区域法施行令13条"),
        Demand(Duty.PASSPORT, Due.ARRIVAL, "国家戦略特別区域法施行令13条"),
    ), least_days=3),
    # Whoever only sits or drives is no lodger: nothing of the laws on houses holds.
    B.NONE_NEEDED: Law(()),
}  # fmt: skip


def demands(basis: LegalBasis) -> tuple[Demand, ...]:
    """Return what has to be done for a house on a legal basis, in the order of time (義務の一覧).

    Source: 旅館業法, 借地借家法, 地方自治法, 住宅宿泊事業法, 国家戦略特別区域法 (the article stands with each duty)
    """
    order = list(Due)
    return tuple(sorted(LAWS[basis].demands, key=lambda one: order.index(one.due)))


def owes(basis: LegalBasis, duty: Duty) -> bool:
    """Tell whether a legal basis demands a duty (名簿・意思の確認・事前説明などの要否).

    Source: see demands
    """
    return any(one.duty is duty for one in LAWS[basis].demands)


def may_be_lent(basis: LegalBasis, stay: Stay, *, lent_days: int = 0) -> Verdict:
    """Answer whether a house may be lent for these days; `lent_days` were lent already from 1 April to 31 March.

    A lease for less than a month is lodging (宿泊), which needs a licence. In the special zone the ordinance may demand
    more than three days. Days of private lodging are nights from noon to noon.

    Source: 旅館業法2条, 昭和61年3月31日衛指第44号 (1か月以上・生活の本拠); 国家戦略特別区域法施行令13条;
    住宅宿泊事業法2条3項, 同法施行規則3条 (180日)
    """
    law = LAWS[basis]
    against = []
    if spans.months_and_days(stay)[0] < law.least_months:
        against.append(Reason("stays.shorter_than_a_month", {}, "旅館業法2条"))
    if len(spans.days(stay)) < law.least_days:
        against.append(Reason("stays.shorter_than_law", {"days": law.least_days}, "国家戦略特別区域法施行令13条"))
    if law.most_days_a_year is not None and lent_days + len(spans.nights(stay)) > law.most_days_a_year:
        left = max(law.most_days_a_year - lent_days, 0)
        against.append(
            Reason("stays.year_is_full", {"most": law.most_days_a_year, "left": left}, "住宅宿泊事業法2条3項")
        )
    return verdict(against)


@dataclass(frozen=True, slots=True)
class Guest:
    """One row of the guest register (宿泊者名簿)."""

    name: str
    address: str
    contact: str
    # A foreigner without an address in Japan.
    from_abroad: bool = False
    nationality: str = ""
    passport_number: str = ""


def register_is_complete(guest: Guest) -> Verdict:
    """Answer whether a row of the guest register says what the law asks for.

    Source: 旅館業法6条1項, 旅館業法施行規則4条の2 (氏名・住所・連絡先; 国籍・旅券番号)
    """
    needed = {"name": guest.name, "address": guest.address, "contact": guest.contact}
    if guest.from_abroad:
        needed |= {"nationality": guest.nationality, "passport_number": guest.passport_number}
    lacking = tuple(key for key, value in needed.items() if not value.strip())
    return verdict([Reason("stays.register_lacks", source="旅館業法6条", missing=lacking)] if lacking else [])


def register_kept_until(written_on: date) -> date:
    """Return the last day on which a guest register has to be kept (名簿の保存の末日): three years.

    Source: 旅館業法施行規則4条の2, 住宅宿泊事業法施行規則7条; 民法140条 (the first day is not counted)
    """
    return period_end(written_on, method=CountingMethod.CIVIL_CODE, years=3)


def end_notice_between(stay: Stay) -> tuple[date, date] | None:
    """Return from when to when the end of a lease has to be announced; None for one of less than a year.

    Source: 借地借家法38条6項 (期間が1年以上: 満了の1年前から6月前までの間)
    """
    if spans.months_and_days(stay)[0] < 12:
        return None
    return months_later(stay.leaves_on, -12), months_later(stay.leaves_on, -6)
