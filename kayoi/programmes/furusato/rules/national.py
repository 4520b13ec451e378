"""What the national scheme demands, as far as a town can see it. What it cannot see is unknown, never assumed.

What the guideline leaves open comes in as `Scheme`, which each town sets.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from kayoi.kit.dates import age_on
from kayoi.kit.text import check_digit
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.furusato.rules.counting import Deed, Terms, counted, window_of

BRIEFING: Final = "総務省 ふるさと住民登録制度 自治体向け説明会(2026年1月8日)"
# The level of a proof with the My Number Card; that of a guardian who comes for a child without a certificate.
HIGH, MIDDLE = 3, 2


@dataclass(frozen=True)
class Scheme:
    """What the national scheme leaves open (states/national.py), as a town has set it."""

    terms: Terms = field(default_factory=Terms)
    bodies_limit: int = 3
    prefectures_count: bool = False
    visits_needed: int = 0
    visits_or: bool = False
    falls_back: bool = True
    basic_at_home: bool = True
    adult_age: int = 18
    premium_age: int = 15


@dataclass(frozen=True)
class Held:
    """A registration with a body that goes on."""

    body: str
    is_premium: bool
    is_automatic: bool = False


@dataclass(frozen=True)
class Proof:
    """A proof of identity: how high, from when until when it holds, and whether it is this person's own."""

    level: int
    proved_on: date
    valid_until: date | None = None
    is_own: bool = True


@dataclass(frozen=True)
class Known:
    """What a town knows of somebody. None is unknown: a place, a birthday, visits; registrations that it cannot see."""

    lives_in: str | None = None
    born_on: date | None = None
    guardian_agreed: bool = False
    proof: Proof | None = None
    deeds: Sequence[Deed] = ()
    visits_on: Sequence[date] | None = None
    held: Sequence[Held] = ()
    sees_all_held: bool = False


def slots_taken(held: Iterable[Held], *, body: str, scheme: Scheme) -> int:
    """Return with how many other bodies somebody is registered as premium (ほかの団体のプレミアム登録の数).

    Source: 総務省説明会(2026-01-08) 「最大3団体」; domain.md 1.5 (1): those of prefectures that come along do not count
    """
    return len(
        {
            one.body
            for one in held
            if one.is_premium and one.body != body and (scheme.prefectures_count or not one.is_automatic)
        }
    )


def is_home(lives_in: str, body: str) -> bool:
    """Tell whether a place lies in a body: a municipality itself, or a prefecture (住所地).

    Codes are compared without their check digit.

    Source: 総務省説明会(2026-01-08) 「住所地の自治体には登録できない」; of prefectures, domain.md 1.2 [U]
    """
    return lives_in[:2] == body[:2] if body[2:5] == "000" else lives_in[:5] == body[:5]


def may_be_basic(known: Known, *, body: str, on: date, scheme: Scheme) -> Verdict:
    """Tell whether somebody may register as basic with a body (ベーシック登録ができるか). No limit of bodies is told.

    Source: 総務省説明会(2026-01-08); domain.md 1.2
    """
    return verdict(
        [*_of_home(known, body, barred=not scheme.basic_at_home), *_of_guardian(known, on, scheme.adult_age)]
    )


def may_be_premium(known: Known, *, body: str, on: date, scheme: Scheme) -> Verdict:
    """Tell whether somebody may be premium with a body on a day (プレミアム登録ができるか), with every reason.

    Source: 総務省説明会(2026-01-08); domain.md 1.2
    """
    return verdict(
        [
            *_of_home(known, body, barred=True),
            *_of_guardian(known, on, scheme.adult_age),
            *_of_identity(known, on, scheme),
            *_of_activity(known, on, scheme),
            *_of_bodies(known, body, scheme),
        ]
    )


def stays_basic(*, is_over: bool, at_home: bool, scheme: Scheme) -> bool:
    """Tell whether a premium registration goes on as basic (ベーシックに戻るか): time is over, or one lives there.

    Source: domain.md 1.5 (5) lapse, (6) moving into the municipality; 1.6 (one day late, too few activities: basic)
    """
    return (scheme.falls_back or not is_over) and (scheme.basic_at_home or not at_home)


def _of_home(known: Known, body: str, *, barred: bool) -> Iterator[Reason]:
    if not barred:
        return
    if known.lives_in is None:
        yield Reason("furusato.home_unknown", source=BRIEFING, missing=("lives_in",))
    elif is_home(known.lives_in, body):
        yield Reason("furusato.own_home", source=BRIEFING)


def _of_guardian(known: Known, on: date, adult_age: int) -> Iterator[Reason]:
    if known.born_on is None:
        if not known.guardian_agreed:
            yield Reason("furusato.age_unknown", source="民法4条・5条", missing=("born_on",))
    elif age_on(known.born_on, on) < adult_age and not known.guardian_agreed:
        yield Reason("furusato.guardian_missing", {"age": adult_age}, source="民法5条")


def _of_identity(known: Known, on: date, scheme: Scheme) -> Iterator[Reason]:
    proof = known.proof
    if proof is None:
        yield Reason("furusato.identity_not_proved", source=BRIEFING)
        return
    if not proof.is_own:
        yield Reason("furusato.identity_of_another", source=BRIEFING)
    is_child = known.born_on is not None and age_on(known.born_on, on) < scheme.premium_age
    if proof.level < (MIDDLE if is_child else HIGH):
        yield Reason("furusato.identity_low", source=BRIEFING)
    if proof.valid_until is not None and proof.valid_until < on:
        yield Reason("furusato.identity_lapsed", source="公的個人認証法 (住所を移すと署名用電子証明書は失効)")


def _of_activity(known: Known, on: date, scheme: Scheme) -> Iterator[Reason]:
    """Activities and visits: both, or one of them, as the town has set it."""
    terms, window = scheme.terms, window_of(scheme.terms.window, on=on)
    done = sum(one.count for one in counted(known.deeds, window=window, terms=terms) if one.deed.ends_on <= on)
    few = [Reason("furusato.activities_few", _short(done, terms.needed), source=BRIEFING)]
    against = few if done < terms.needed else []
    visits = list(_of_visits(known.visits_on, on, scheme))
    if scheme.visits_needed and scheme.visits_or:
        if against and visits:
            yield from (*against, *visits)
        return
    yield from (*against, *visits)


def _of_visits(visits_on: Sequence[date] | None, on: date, scheme: Scheme) -> Iterator[Reason]:
    if not scheme.visits_needed:
        return
    if visits_on is None:
        yield Reason("furusato.visits_unknown", missing=("visits",))
        return
    window = window_of(scheme.terms.window, on=on)
    done = len({day for day in visits_on if window.first <= day <= min(window.last, on)})
    if done < scheme.visits_needed:
        yield Reason("furusato.visits_few", _short(done, scheme.visits_needed))


def _short(done: int, needed: int) -> dict[str, int]:
    return {"done": done, "needed": needed, "more": needed - done}


def _of_bodies(known: Known, body: str, scheme: Scheme) -> Iterator[Reason]:
    taken = slots_taken(known.held, body=body, scheme=scheme)
    if taken >= scheme.bodies_limit:
        yield Reason("furusato.too_many_bodies", {"taken": taken, "most": scheme.bodies_limit}, source=BRIEFING)
    elif not known.sees_all_held:
        yield Reason("furusato.bodies_unseen", {"most": scheme.bodies_limit}, BRIEFING, ("other_bodies",))


def prefecture_of(body: str) -> str:
    """Return the code of the prefecture in which a municipality lies; of a prefecture, its own.

    Source: 全国地方公共団体コード (6けた目は検査数字: 総務省「地方公共団体コードの付番方式」)
    """
    front = f"{body[:2]}000"
    return front + check_digit(front)


def prefectures_along(bodies: Iterable[str], *, by_itself: Iterable[str] = ()) -> frozenset[str]:
    """Return the prefectures with which somebody is registered along with municipalities (都道府県の同時登録).

    One stays as long as any of its municipalities does; one that was registered by itself is not along.

    Source: 総務省説明会(2026-01-08) 「市町村に登録すると、都道府県にも同時に登録」; domain.md 1.6
    """
    return frozenset(prefecture_of(body) for body in bodies) - frozenset(by_itself)
