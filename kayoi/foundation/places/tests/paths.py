"""Read SVG paths of our own form back into rings, to test them."""

import re

Ring = list[tuple[int, int]]
_PART = re.compile(r"m([-\d ]+)l([-\d ]+)z")
_NUMBER = re.compile(r"-?\d+")


def rings(path: str) -> list[Ring]:
    """Return the corners of each ring; raise unless the whole path has the form m…l…z m…l…z."""
    assert _PART.sub("", path) == "", path[:80]
    found: list[Ring] = []
    x = y = 0
    for start, steps in _PART.findall(path):
        dx, dy = map(int, _NUMBER.findall(start))
        x, y = x + dx, y + dy
        numbers = list(map(int, _NUMBER.findall(steps)))
        assert len(numbers) % 2 == 0
        ring = [(x, y)]
        for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
            ring.append((ring[-1][0] + step_x, ring[-1][1] + step_y))
        found.append(ring)
    return found


def holds(ring: Ring, x: float, y: float) -> bool:
    """Tell whether a ring holds a point (even-odd rule)."""
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
