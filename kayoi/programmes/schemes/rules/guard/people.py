"""Checks of who gets the money: months and grants that would be paid twice, children, residence, the account."""

from collections.abc import Iterator

from kayoi.programmes.schemes.rules.guard.values import AboutToPay, Case, Finding, Other
from kayoi.programmes.schemes.states.grants import Once


def months_twice(about: AboutToPay, case: Case) -> Iterator[Finding]:
    """Find months that the same person has claimed in another grant of the scheme (同じ月の二重請求).

    Source: constructed
    """
    for other in case.others:
        if other.is_person_of_scheme and (months := sorted(set(case.months) & set(other.months))):
            shown = "、".join(f"{one.year}年{one.month}月" for one in months)
            yield Finding("months_twice", {"months": shown, "receipt": other.receipt})


def too_many_months(about: AboutToPay, case: Case) -> Iterator[Finding]:
    """Find claims for more months than the grant has (請求できる月数の超過).

    Source: constructed; 小山市新幹線通勤補助金 (36か月)
    """
    months = case.months_before + len(case.months)
    if case.most_months is not None and months > case.most_months:
        yield Finding("too_many_months", {"months": months, "most": case.most_months})


def granted_twice(about: AboutToPay, case: Case) -> Iterator[Finding]:
    """Find the same scheme once more for whom or what it is granted once, come by another way (二つの窓口からの申請).

    Where the town has not said what is granted once, the same amount in the same year to the same person is looked at.

    Source: https://www.city.kadoma.osaka.jp/kinkyu_2/12952.html
    """
    for other in case.others:
        if other.is_same_scheme and _is_once_more(other, case):
            yield Finding("granted_twice", {"receipt": other.receipt, "title": other.title})


def _is_once_more(other: Other, case: Case) -> bool:
    if not case.once:
        return other.is_same_person and other.is_alike
    by = {
        Once.PERSON: other.is_same_person,
        Once.HOUSEHOLD: other.is_same_person or other.is_same_household,
        Once.HOUSE: other.is_same_house,
    }
    return any(by.get(Once.of(once), False) for once in case.once)


def cost_twice(about: AboutToPay, case: Case) -> Iterator[Finding]:
    """Find another scheme that pays for the same cost of the same house, or household (併給の禁止).

    Source: http://www.city.kishiwada.osaka.jp/soshiki/3/20170224houdou-kyufukin.html
    """
    for other in case.others:
        same = other.is_same_person or other.is_same_household or other.is_same_house
        if same and not (other.is_same_scheme or other.is_other_house):
            yield Finding("cost_twice", {"receipt": other.receipt, "title": other.title})


def child_twice(about: AboutToPay, case: Case) -> Iterator[Finding]:
    """Find a child that counts in the grant of another household, too (子どもの二重計上).

    Source: constructed; 移住支援金の子育て加算 (一人の子は一度だけ数える)
    """
    for other in case.others:
        if other.children:
            born = "、".join(day.isoformat() for day in other.children)
            yield Finding("child_twice", {"born": born, "receipt": other.receipt})


def moved_out(about: AboutToPay, case: Case) -> Iterator[Finding]:
    """Find a grantee who lives there no longer by the register, a list, a visit or a breach (転出後の支払い).

    Source: https://www.city.osaka.lg.jp/hodoshiryo/tsurumi/0000601842.html
    """
    if case.absent_on is not None:
        yield Finding("moved_out", {"day": case.absent_on.isoformat()})


def spoken_against(about: AboutToPay, case: Case) -> Iterator[Finding]:
    """Find an answer of the tax office or the police that speaks against the grant (照会の「支障あり」).

    Source: constructed; 補助金等交付規則の型 (税の滞納・暴力団排除)
    """
    if case.spoken_against:
        yield Finding("spoken_against", {"offices": "、".join(case.spoken_against)})


def account_replaced(about: AboutToPay) -> Iterator[Finding]:
    """Find a row that still goes to an account that is no longer the confirmed one (変更前の口座).

    Source: https://kahoku.news/articles/20220218khn000004.html
    """
    if about.account is not None and not about.account.is_confirmed:
        yield Finding("account_replaced")


def account_shared(about: AboutToPay) -> Iterator[Finding]:
    """Find an account that somebody of another household is paid to, too (別の世帯の口座).

    Source: https://news.ksb.co.jp/article/13852721
    """
    if about.account is not None and about.account.shared_with:
        yield Finding("account_shared", {"names": "、".join(about.account.shared_with)})


def account_after_return(about: AboutToPay) -> Iterator[Finding]:
    """Tell of an account that took the place of one from which the bank sent money back (組戻しの後の口座).

    Source: https://niikei.jp/1027315
    """
    if about.account is not None and about.account.after_return:
        yield Finding("account_after_return", {"account": about.account.pk})


def other_holder(about: AboutToPay) -> Iterator[Finding]:
    """Tell of an account in another name than that of whoever gets the money (本人と違う名義).

    Source: constructed; 地方自治法 232条の5 (正当な債権者)
    """
    if about.account is not None and not about.account.is_own_name:
        yield Finding("other_holder", {"account": about.account.pk})
