"""Houses on a drawn map: those that lie in one cell are drawn as one circle with their number."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Cluster:
    """Houses of one cell: how many, the middle of where they lie, and the section of the map that holds them."""

    count: int
    lat: float
    lon: float
    one: int
    south: float
    west: float
    north: float
    east: float


def clusters(points: npt.NDArray[Any], *, across: int = 14) -> list[Cluster]:
    """Return circles for points with fields lat, lon (degrees) and id, shape (n,); about `across` cells in a row.

    `one` is the id of a house of the cell. All points lie in some cluster; the largest comes first.
    Source: a grid in degrees, as coarse as fingers need (44 px on 390 px)
    """
    if len(points) == 0:
        return []
    south, west = float(points["lat"].min()), float(points["lon"].min())
    step = max(float(points["lat"].max()) - south, float(points["lon"].max()) - west) / across or 1.0
    rows = ((points["lat"] - south) // step).astype(np.int64)
    columns = ((points["lon"] - west) // step).astype(np.int64)
    _, first, cell, count = np.unique(
        rows * (across + 2) + columns, return_index=True, return_inverse=True, return_counts=True
    )
    lat = np.bincount(cell, weights=points["lat"].astype(np.float64)) / count
    lon = np.bincount(cell, weights=points["lon"].astype(np.float64)) / count
    found = []
    for number in np.argsort(-count, kind="stable"):
        below = south + int(rows[first[number]]) * step
        left = west + int(columns[first[number]]) * step
        middle = float(lat[number]), float(lon[number])
        one = int(points["id"][first[number]])
        found.append(Cluster(int(count[number]), *middle, one, below, left, below + step, left + step))
    return found
