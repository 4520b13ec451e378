"""The data of the repository, read once for all tests of places."""

import gzip
from collections.abc import Mapping
from pathlib import Path

import pytest

from kayoi.foundation.places.rules.history import History
from kayoi.foundation.places.rules.reading.dataset import Dataset, read_dataset
from kayoi.foundation.places.rules.search import KnownPlace, PlaceIndex, former_names
from kayoi.foundation.places.states import PlaceKind, PlaceStatus

DATA = Path(__file__).resolve().parents[4] / "data" / "places"


@pytest.fixture(scope="session")
def files() -> Mapping[str, str]:
    """The files as text, by name without .gz."""
    texts = {}
    for path in DATA.iterdir():
        data = path.read_bytes()
        texts[path.name.removesuffix(".gz")] = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    return texts


@pytest.fixture(scope="session")
def dataset(files: Mapping[str, str]) -> Dataset:
    """Everything that load_places would write."""
    return read_dataset(files)


@pytest.fixture(scope="session")
def history(dataset: Dataset) -> History:
    return History(dataset.changes)


@pytest.fixture(scope="session")
def index(dataset: Dataset, history: History) -> PlaceIndex:
    """The index of the search over all of Japan."""
    current = [place for place in dataset.places.values() if place.status is PlaceStatus.CURRENT]
    known = [
        KnownPlace(
            place.code,
            place.kind,
            place.name,
            place.full_name,
            place.kana,
            place.name_en,
            place.district,
            dataset.places[place.parent].name if place.kind is PlaceKind.WARD and place.parent else "",
            place.population or 0,
        )
        for place in current
    ]
    return PlaceIndex.of(known, former_names(history, {place.code5: (place.code, place.name) for place in current}))
