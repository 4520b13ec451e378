"""Where a house stands, as far as the public may know."""

from kayoi.foundation.places.rules.distance import Position

# A cell of the grid: about 330 m from south to north and 270 m from west to east in the middle of Japan.
STEP_LAT, STEP_LON = 0.003, 0.003


def shown_position(lat: float | None, lon: float | None, quarter: Position | None) -> tuple[float | None, float | None]:
    """Return where a house is drawn for the public: the point of its quarter, or else the middle of its grid cell.

    Source: domain section 4.3 (町字 or a grid of 100 to 300 m)
    """
    return quarter if quarter is not None else blurred(lat, lon)


def blurred(lat: float | None, lon: float | None) -> tuple[float | None, float | None]:
    """Return the middle of the grid cell in which a house stands, in degrees; always the same for the same house.

    No chance is used: published again and again, shifted points would give the true one away by their mean.
    Source: domain section 4.3 (町字 or a grid of 100 to 300 m)
    """
    if lat is None or lon is None:
        return None, None
    return _middle(lat, STEP_LAT), _middle(lon, STEP_LON)


def _middle(degrees: float, step: float) -> float:
    return round((degrees // step + 0.5) * step, 6)
