"""One of the 44 consortia as an organization of its own: what it is called, its towns, the tour that it would run."""

from dataclasses import dataclass

from kayoi.kit.text.codes import municipality_code
from kayoi.programmes.tours.rules.casebook import Consortium


@dataclass(frozen=True, slots=True)
class Profile:
    """What is opened of a consortium. `towns` are six-digit codes; none where the list does not tell."""

    slug: str
    name: str
    towns: tuple[str, ...]
    tour: str
    summary: str

    @property
    def place(self) -> str:
        """Where it is: its only town, else nowhere in particular."""
        return self.towns[0] if len(self.towns) == 1 else ""


def profile_of(case: Consortium) -> Profile:
    """Return the profile of a consortium (団体の型): all of it from the ministry's list, nothing made up.

    Source: data/consortia/consortia_44.csv
    """
    return Profile(
        slug=f"consortium-{case.number:02}",
        name=case.name,
        towns=tuple(municipality_code(code, form=5).code for code in case.codes),
        tour=f"{case.place}の二地域居住モニターツアー",
        summary=f"テーマ: {case.theme}\n解決しようとする課題: {case.problem}",
    )
