"""Rules about houses, on both sides of each boundary."""

from hypothesis import given
from hypothesis import strategies as st

from kayoi.programmes.homes.rules.position import STEP_LAT, STEP_LON, blurred

LAT, LON = st.floats(24, 45), st.floats(123, 145)


@given(LAT, LON)
def test_a_blurred_place_is_the_middle_of_its_cell(lat: float, lon: float) -> None:
    shown = blurred(lat, lon)
    assert shown[0] is not None
    assert shown[1] is not None
    assert abs(shown[0] - lat) <= STEP_LAT / 2 + 1e-6
    assert abs(shown[1] - lon) <= STEP_LON / 2 + 1e-6
    assert blurred(*shown) == shown


def test_neighbours_share_a_place_and_a_missing_place_stays_missing() -> None:
    assert blurred(35.8381, 138.0611) == blurred(35.8409, 138.0629)
    assert blurred(None, 138.0) == (None, None)
