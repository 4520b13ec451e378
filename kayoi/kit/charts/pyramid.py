"""Population pyramid (人口ピラミッド): two sexes by age group, with an outline to compare with."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kayoi.kit.charts import words
from kayoi.kit.charts.canvas import INK, LINE, Canvas, coordinate, text_width, wrapped
from kayoi.kit.charts.frame import chart, grid_down, is_wide
from kayoi.kit.charts.look import bar, legend
from kayoi.kit.charts.model import About, Chart, Number, Series, Table, same_length
from kayoi.kit.charts.scale import Scale, decimal, scale_over, with_unit

ROW = 20.0


def pyramid_chart(
    *, about: About, ages: Sequence[str], men: Series, women: Series, outline: tuple[Series, Series] | None = None
) -> Chart:
    """Draw men to the left and women to the right, the youngest group at the bottom (人口ピラミッド).

    `ages` begins with the youngest (0~4歳). `outline` is the same pair at another time, drawn as a line.
    Raises ValueError when lengths differ or a count is negative.
    """
    pairs = [men, women, *(outline or ())]
    same_length(ages, pairs)
    if any(value < 0 for row in pairs for _at, value in row.known):
        raise ValueError("A pyramid counts people; a negative count is a mistake.")
    table = Table(
        caption=about.title,
        header=(_("年齢"), *(row.name for row in pairs)),
        rows=tuple((age, *(row.values[at] for row in pairs)) for at, age in enumerate(ages)),
        unit=about.unit,
    )
    empty = not (men.known or women.known)

    def paint(canvas: Canvas) -> None:
        _paint(canvas, list(ages), men, women, outline)

    return chart(about, table, words.nothing() if empty else _message(about, ages, men, women), paint, empty=empty)


def _message(about: About, ages: Sequence[str], men: Series, women: Series) -> str:
    """Return a sentence: the total of both sexes and the largest age group of both together."""
    both = [
        sum(decimal(value) for value in (men.values[at], women.values[at]) if value is not None)
        for at in range(len(ages))
    ]
    most = max(range(len(both)), key=both.__getitem__)
    sums = {row.name: sum(decimal(value) for _at, value in row.known) for row in (men, women)}
    parts = _("、").join(f"{name}{with_unit(total, about.unit)}" for name, total in sums.items())
    lacking = sum(len(row.values) - len(row.known) for row in (men, women))
    return (
        _("%(parts)sです。最も多い年齢は%(age)sで、合わせて%(count)sです。")
        % {"parts": parts, "age": ages[most], "count": with_unit(both[most], about.unit)}
    ) + (_("%(count)d件はデータがありません。") % {"count": lacking} if lacking else "")


def _paint(canvas: Canvas, ages: list[str], men: Series, women: Series, outline: tuple[Series, Series] | None) -> None:
    top = legend(canvas, [men.name, women.name], top=canvas.height + 2, lines=False)
    if outline:
        top = _outline_legend(canvas, outline, top)
    names = max(text_width(age) for age in ages) + 12
    names = min(names, canvas.width / 2)
    counts = [value for row in (men, women, *(outline or ())) for _at, value in row.known]
    centre = canvas.width / 2
    # Both halves share one scale, laid once to the left and once to the right; wide paper has room for figures.
    margin = 52.0 if is_wide(canvas) else 14.0
    rightward = scale_over(
        counts, count=4 if is_wide(canvas) else 3, start=centre + names / 2, end=canvas.width - margin
    )
    leftward = rightward.between(centre - names / 2, margin)
    foot = top + ROW * len(ages)
    grid_down(canvas, leftward, top=top, bottom=foot)
    grid_down(canvas, rightward, top=top, bottom=foot)
    for at, age in enumerate(ages):
        canvas.text(centre, foot - ROW * at - 5, wrapped(age, names - 8, most=1)[0], anchor="middle")
    halves = ((men, leftward), (women, rightward))
    for turn, (row, scale) in enumerate(halves):
        for at, value in row.known:
            ends = sorted((scale(0), scale(value)))
            y = foot - ROW * (at + 1) + 1
            bar(canvas, turn, x=ends[0], y=y, width=ends[1] - ends[0], height=ROW - 2)
    for row, scale in zip(outline or (), (leftward, rightward), strict=False):
        _outline(canvas, row, scale, foot)
    for row, scale in halves if is_wide(canvas) else ():
        for at, value in row.known:
            _figure(canvas, value, scale, foot - ROW * at - 5)
    canvas.height = foot + LINE + 6


def _figure(canvas: Canvas, value: Number, scale: Scale, y: float) -> None:
    """Write the figure of a bar past its outer end."""
    text = scale.figure(value)
    x, anchor = (scale(value) - 5, "end") if scale.end < scale.start else (scale(value) + 5, "start")
    canvas.text(canvas.inside(x, text, anchor=anchor), y, text, anchor=anchor, halo=True)


def _outline(canvas: Canvas, row: Series, scale: Scale, foot: float) -> None:
    """Paint the counts of the other time as steps; a missing group goes back to the middle."""
    steps = [f"M{coordinate(scale(0))} {coordinate(foot)}"]
    for at, value in enumerate(row.values):
        x, low = scale(value or 0), foot - ROW * at
        steps.append(f"L{coordinate(x)} {coordinate(low)} L{coordinate(x)} {coordinate(low - ROW)}")
    _dashed(canvas, " ".join(steps))


def _dashed(canvas: Canvas, path: str) -> None:
    """Draw a dashed line on a white one, to be seen on dark bars too."""
    canvas.draw("path", d=path, fill="none", stroke="#ffffff", stroke_width=4)
    canvas.draw("path", d=path, fill="none", stroke=INK, stroke_width=2, stroke_dasharray="5 3")


def _outline_legend(canvas: Canvas, outline: tuple[Series, Series], top: float) -> float:
    y = top + 6
    _dashed(canvas, f"M1 {y:.1f} h24")
    for line in wrapped(_("、").join(row.name for row in outline), canvas.width - 32, most=2):
        canvas.text(32, y + 5, line)
        y += LINE
    return y + 4
