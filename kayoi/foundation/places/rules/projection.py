"""Where a point of the earth lies on a drawn map: a conformal projection and the panels of a sheet."""

import math
from dataclasses import dataclass

EARTH_KM = 6371.0088  # mean radius (IUGG)


@dataclass(frozen=True)
class Projection:
    """Lambert's conformal conic projection on a sphere (正角円錐図法): shapes are right, north is up on `lon_0`.

    Source: Snyder, Map Projections - A Working Manual (USGS Professional Paper 1395), chapter 15.
    """

    lon_0: float
    lat_1: float
    lat_2: float

    def forward(self, *, lat: float, lon: float) -> tuple[float, float]:
        """Return the kilometres east of `lon_0` and north of the equator's image."""
        cone = self._cone()
        factor = math.cos(math.radians(self.lat_1)) * _spread(self.lat_1) ** cone / cone
        theta = cone * math.radians(lon - self.lon_0)
        radius = EARTH_KM * factor / _spread(lat) ** cone
        return radius * math.sin(theta), EARTH_KM * factor - radius * math.cos(theta)

    def _cone(self) -> float:
        one, two = math.radians(self.lat_1), math.radians(self.lat_2)
        if abs(one - two) < 1e-9:
            return math.sin(one)
        return math.log(math.cos(one) / math.cos(two)) / math.log(_spread(self.lat_2) / _spread(self.lat_1))


def _spread(lat: float) -> float:
    return math.tan(math.pi / 4 + math.radians(lat) / 2)


@dataclass(frozen=True)
class Bounds:
    """A rectangle of degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, *, lat: float, lon: float) -> bool:
        return self.west <= lon <= self.east and self.south <= lat <= self.north

    def projection(self) -> Projection:
        """Return the projection that suits the rectangle: standard parallels at one and five sixths of its height."""
        height = self.north - self.south
        return Projection((self.west + self.east) / 2, self.south + height / 6, self.north - height / 6)


@dataclass(frozen=True)
class Panel:
    """A part of a sheet with a scale of its own (本図・別枠): the main map, or an inset for far islands.

    x = offset_x + scale * km_east, y = offset_y - scale * km_north; the frame is where it lies on the sheet.
    """

    title: str
    bounds: Bounds
    scale: float
    offset_x: float
    offset_y: float
    frame: tuple[int, int, int, int]

    def place(self, *, lat: float, lon: float) -> tuple[float, float]:
        """Return the point on the sheet, not yet rounded."""
        east, north = self.bounds.projection().forward(lat=lat, lon=lon)
        return self.offset_x + self.scale * east, self.offset_y - self.scale * north


@dataclass(frozen=True)
class Sheet:
    """A drawn map (図): its size in units, and its panels, the main one first."""

    key: str
    title: str
    width: int
    height: int
    panels: tuple[Panel, ...]
    note: str = ""

    @property
    def view_box(self) -> str:
        """What SVG wants in viewBox."""
        return f"0 0 {self.width} {self.height}"

    def panel_of(self, *, lat: float, lon: float) -> Panel | None:
        """Return the panel that shows the point."""
        return next((panel for panel in self.panels if panel.bounds.holds(lat=lat, lon=lon)), None)

    def locate(self, *, lat: float, lon: float) -> tuple[int, int] | None:
        """Return where the point lies on the sheet, or None when no panel shows it."""
        panel = self.panel_of(lat=lat, lon=lon)
        if panel is None:
            return None
        x, y = panel.place(lat=lat, lon=lon)
        return round(x), round(y)
