"""Rows of days on a common calendar: from when to when, with today and other marks (工程表)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kayoi.kit.charts import words as texts
from kayoi.kit.charts.canvas import AXIS, INK, LINE, RULE, TEXT, Canvas, text_width, wrapped
from kayoi.kit.charts.frame import chart, is_wide
from kayoi.kit.charts.look import fill_of, look_of
from kayoi.kit.charts.model import About, Chart, Table
from kayoi.kit.dates import months_later

BAR = 14.0
LEAST = 5.0


@dataclass(frozen=True)
class SpanRow:
    """One row (行): its name, its first and last day, its state in words; a hollow bar is over and done."""

    label: str
    start: date
    end: date
    state: str = ""
    hollow: bool = False

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"{self.label}: ends on {self.end:%Y-%m-%d}, before it starts on {self.start:%Y-%m-%d}")


@dataclass(frozen=True)
class SpanMark:
    """A day that is drawn across all rows (今日、引越しの日)."""

    label: str
    on: date


def span_chart(
    *,
    about: About,
    rows: Sequence[SpanRow],
    marks: Sequence[SpanMark] = (),
    summary: str,
    words: tuple[str, str, str, str],
) -> Chart:
    """Draw rows of days one below the other (工程表). `words` head the table: name, from, to, state."""
    table = Table(
        caption=about.title,
        header=words,
        rows=tuple((row.label, row.start.isoformat(), row.end.isoformat(), row.state) for row in rows),
    )

    def paint(canvas: Canvas) -> None:
        _Painter(canvas, rows, marks).paint()

    return chart(about, table, summary if rows else texts.nothing(), paint, empty=not rows)


class _Painter:
    """The calendar of one picture: where each day lies."""

    def __init__(self, canvas: Canvas, rows: Sequence[SpanRow], marks: Sequence[SpanMark]) -> None:
        self.canvas, self.rows, self.marks = canvas, rows, marks
        days = [day for row in rows for day in (row.start, row.end)] + [mark.on for mark in marks]
        self.first, self.last = min(days).replace(day=1), max(days) + timedelta(days=3)
        self.left = canvas.width * 0.4 if is_wide(canvas) else 4.0
        self.right = canvas.width - 8.0

    def x(self, day: date) -> float:
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return self.left + share * (self.right - self.left)

    def paint(self) -> None:
        head = self._marks(self.canvas.height)
        top = self._months(head)
        tall = LINE + 6 if is_wide(self.canvas) else LINE * 2 + 8
        foot = top + tall * len(self.rows) + 4
        for month in self._month_starts():
            self.canvas.line(self.x(month), top - 4, self.x(month), foot)
        for mark in self.marks:
            self.canvas.draw(
                "line", x1=self.x(mark.on), y1=head - 4, x2=self.x(mark.on), y2=foot, stroke=INK, stroke_width=1.5,
                stroke_dasharray="4 3",
            )  # fmt: skip
        for at, row in enumerate(self.rows):
            self._row(row, top + tall * at, tall)
        self.canvas.height = foot + 4

    def _marks(self, top: float) -> float:
        """Write the marks, each on a line of its own: two of them may lie on neighbouring days."""
        for at, mark in enumerate(self.marks):
            label = f"{mark.label} {mark.on.month}/{mark.on.day}"
            x = self.canvas.inside(self.x(mark.on), label)
            self.canvas.text(x, top + TEXT + at * LINE, label, anchor="middle")
        return top + LINE * len(self.marks) + 4

    def _month_starts(self) -> list[date]:
        starts, month = [], self.first
        while month <= self.last:
            starts.append(month)
            month = months_later(month, 1)
        return starts

    def _months(self, top: float) -> float:
        """Write the months along the top, as many as find room; a January says its year."""
        until = 0.0
        for month in self._month_starts():
            label = f"{month.year}/{month.month}" if month.month == 1 or month == self.first else str(month.month)
            x = self.x(month) + 2
            if x >= until and x + text_width(label) <= self.canvas.width:
                self.canvas.text(x, top + TEXT, label)
                until = x + text_width(label) + 8
        self.canvas.line(self.left, top + LINE + 2, self.right, top + LINE + 2, stroke=AXIS)
        return top + LINE + 6

    def _row(self, row: SpanRow, top: float, tall: float) -> None:
        look = look_of(2)
        if is_wide(self.canvas):
            label = wrapped(row.label, self.left - 14, most=1)[0]
            self.canvas.text(self.left - 10, top + TEXT + 1, label, anchor="end")
            y = top + 2
        else:
            self.canvas.text(0, top + TEXT + 1, wrapped(row.label, self.canvas.width, most=1)[0], halo=True)
            y = top + LINE + 3
        start, end = self.x(row.start), self.x(row.end)
        self.canvas.draw(
            "rect", x=min(start, end - LEAST), y=y, width=max(end - start, LEAST), height=BAR, rx=2,
            fill="#ffffff" if row.hollow else fill_of(self.canvas, 2), stroke=look.strong, stroke_width=1,
            stroke_dasharray="3 2" if row.hollow else None,
        )  # fmt: skip
        self.canvas.line(end, y - 1, end, y + BAR + 1, stroke=INK, width=2.5)
        self.canvas.line(self.left, top + tall - 2, self.right, top + tall - 2, stroke=RULE, width=0.5)
