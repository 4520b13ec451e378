"""Which maps are drawn (図の一覧) and how their panels are laid out."""

from typing import Final

from kayoi.foundation.places.rules.drawing import Inset, Layout
from kayoi.foundation.places.rules.projection import Bounds

JAPAN: Final = "japan"

JAPAN_LAYOUT: Final = Layout(
    JAPAN,
    "日本",
    Bounds(128.3, 30.0, 149.0, 45.7),
    (
        Inset("南西諸島", Bounds(122.8, 24.0, 131.5, 30.0), (10, 10, 560, 440)),
        Inset("小笠原諸島", Bounds(140.6, 24.1, 142.6, 27.9), (760, 720, 130, 230)),
        Inset("南鳥島", Bounds(153.9, 24.2, 154.1, 24.4), (900, 880, 70, 70)),
    ),
    tolerance=0.4,
    smallest=3.0,
)

ISLAND_LAYOUTS: Final = {
    "13": Layout(
        "13",
        "東京都",
        Bounds(138.9, 35.4, 140.0, 36.0),
        (
            Inset("伊豆諸島", Bounds(138.9, 32.3, 140.2, 35.0), (0, 520, 300, 480)),
            Inset("鳥島", Bounds(140.2, 30.3, 140.4, 30.6), (320, 900, 100, 100)),
            Inset("小笠原諸島", Bounds(140.6, 24.1, 142.6, 27.9), (520, 520, 300, 480)),
            Inset("南鳥島", Bounds(153.9, 24.2, 154.1, 24.4), (880, 900, 100, 100)),
        ),
    ),
    "46": Layout(
        "46",
        "鹿児島県",
        Bounds(129.35, 30.1, 131.4, 32.5),
        (Inset("十島村・奄美群島", Bounds(128.2, 26.9, 130.2, 30.1), (0, 380, 400, 620)),),
        frame=(400, 0, 600, 1000),
    ),
    "47": Layout(
        "47",
        "沖縄県",
        Bounds(126.6, 26.0, 128.4, 28.0),
        (
            Inset("尖閣諸島", Bounds(123.3, 25.6, 124.7, 26.0), (0, 560, 130, 100)),
            Inset("八重山列島", Bounds(122.8, 24.0, 124.5, 24.6), (0, 680, 440, 220)),
            Inset("宮古列島", Bounds(124.5, 24.5, 125.6, 25.1), (450, 680, 330, 220)),
            Inset("大東諸島", Bounds(131.1, 24.4, 131.4, 26.0), (840, 560, 150, 340)),
        ),
        frame=(0, 0, 1000, 660),
    ),
}
