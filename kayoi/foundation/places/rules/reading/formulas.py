"""Figures that Kayoi computes from published ones (計算した値): shares, rates, differences."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from kayoi.foundation.places.rules.reading.definitions import Definition
from kayoi.foundation.places.rules.reading.figures import Values


def computed(values: Values, definitions: Mapping[str, Definition]) -> Values:
    """Return times * (sum of plus - sum of minus) / (sum of base) for each place and year that has all the terms.

    A term "key@2020" is always taken of that year; the others are all taken of one and the same year. The year of
    the result is that year, or the latest year named above the line when every term names one. A base of zero gives
    no value.

    Source: docs/data-sources.md, 計算した値
    """
    by_place: dict[str, dict[str, dict[int, float]]] = defaultdict(lambda: defaultdict(dict))
    for (code5, key, year), value in values.items():
        by_place[code5][key][year] = value
    found: Values = {}
    for definition in definitions.values():
        if not definition.plus:
            continue
        for code5, figures in by_place.items():
            for year in _years(definition, figures):
                result = _value(definition, figures, year)
                if result is not None:
                    found[code5, definition.key, year] = figures[definition.key][year] = result
    return found


def _years(definition: Definition, figures: Mapping[str, Mapping[int, float]]) -> Iterable[int]:
    terms = [term.partition("@") for term in (*definition.plus, *definition.minus, *definition.base)]
    free = [set(figures.get(key, ())) for key, _, year in terms if not year]
    if free:
        return sorted(set.intersection(*free))
    return [max(int(term.partition("@")[2]) for term in (*definition.plus, *definition.minus))]


def _value(definition: Definition, figures: Mapping[str, Mapping[int, float]], year: int) -> float | None:
    sums = []
    for terms in (definition.plus, definition.minus, definition.base):
        parts = [_term(term, figures, year) for term in terms]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        sums.append(sum(known))
    top = sums[0] - sums[1]
    if not definition.base:
        return top
    return definition.times * top / sums[2] if sums[2] else None


def _term(term: str, figures: Mapping[str, Mapping[int, float]], year: int) -> float | None:
    key, _, pinned = term.partition("@")
    return figures.get(key, {}).get(int(pinned) if pinned else year)
