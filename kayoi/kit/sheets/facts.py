"""What a look through an Excel file tells before its cells are read (下調べ): size, hidden parts, errors."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kayoi.kit.sheets.workbook import Limits, Unreadable

SHOWN = 5
_MOST_ERRORS = 1_000_000


@dataclass
class SheetFacts:
    """What calamine does not tell of a sheet; rows and columns count from 1, errors stand by row and column."""

    name: str = ""
    height: int = 0
    width: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    error_count: int = 0
    colours: dict[int, dict[str, int]] = field(default_factory=dict)
    uncomputed: list[tuple[int, int]] = field(default_factory=list)
    uncomputed_count: int = 0

    def fill(self, row: int, column: int) -> None:
        """Count a cell that holds something."""
        self.height = max(self.height, row)
        self.width = max(self.width, column)

    def add_error(self, row: int, column: int, text: str) -> None:
        """Keep an error cell. Raises OverflowError beyond what any honest sheet has."""
        self.errors.setdefault(row, {})[column] = text
        self.error_count += 1
        if self.error_count > _MOST_ERRORS:
            raise OverflowError(self.error_count)

    def add_colour(self, row: int, colour: str) -> None:
        """Count a filled-in cell of a row by its colour."""
        counts = self.colours.setdefault(row, {})
        counts[colour] = counts.get(colour, 0) + 1

    @property
    def row_colours(self) -> dict[int, str]:
        """Return the colour that most coloured cells of each row have."""
        return {row: max(counts, key=lambda each: counts[each]) for row, counts in self.colours.items()}

    def add_uncomputed(self, row: int, column: int) -> None:
        """Count a formula without a saved result, and keep the place of the first few."""
        self.uncomputed_count += 1
        if self.uncomputed_count <= SHOWN:
            self.uncomputed.append((row, column))


@dataclass
class BookFacts:
    """The bytes that may be handed to calamine, and what was found in them; only sheets of cells, in order."""

    data: bytes
    sheets: list[SheetFacts] = field(default_factory=list)
    from_1904: bool = False
    external_links: bool = False
    macros: bool = False
    comments: bool = False


def check_size(sheets: Sequence[SheetFacts], *, name: str, limits: Limits) -> None:
    """Refuse a book that would not fit into memory when its cells are laid out (行数×列数の上限).

    Must stand before calamine: it asks for all that memory at once, and the process ends when it is not there.
    """
    if len(sheets) > limits.sheets:
        raise Unreadable(
            f"「{name}」のシートの数({len(sheets):,})が上限({limits.sheets:,})を超えています。"
            "必要なシートだけを残して保存し直してください。",
            code="sheets.too_many_sheets",
        )
    cells = sum(sheet.height * sheet.width for sheet in sheets)
    if cells > limits.cells:
        largest = max(sheets, key=lambda sheet: sheet.height * sheet.width)
        raise Unreadable(
            f"「{name}」は大きすぎます(「{largest.name}」が {largest.height:,} 行×{largest.width:,} 列、"
            f"全体の上限は {limits.cells:,} セル)。離れたところに書かれたセルを消すか、ファイルを分けてください。",
            code="sheets.too_many_cells",
        )


def check_texts(expanded: int, *, name: str, limits: Limits) -> None:
    """Refuse a book whose shared texts, repeated in each cell that shows them, would not fit into memory."""
    if expanded > limits.text_bytes:
        raise Unreadable(
            f"「{name}」の文字の量が多すぎます。同じ長い文を多くのセルに入れていないか確かめ、ファイルを分けてください。",
            code="sheets.too_much_text",
        )


def broken(name: str) -> Unreadable:
    """Return what is raised for a file that contradicts itself."""
    return Unreadable(
        f"「{name}」は壊れているため読めません。Excel で開けるか確かめ、"
        "「Excel ブック(.xlsx)」として保存し直してください。",
        code="sheets.broken_file",
    )


def locked(name: str) -> Unreadable:
    """Return what is raised for a file with a password."""
    return Unreadable(
        f"「{name}」にはパスワードがかかっているため読めません。"
        "Excel で開き、「ファイル」→「情報」→「ブックの保護」でパスワードを外して保存し直してください。",
        code="sheets.password",
    )
