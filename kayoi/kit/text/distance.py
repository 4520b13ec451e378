"""How far two words are apart in keystrokes (編集距離)."""


def edit_distance(a: str, b: str, *, at_most: int) -> int:
    """Return how many single mistakes turn one text into the other (編集距離); `at_most` + 1 for any number above it.

    A mistake is a character too many, too few, wrong, or swapped with its neighbour. Only a band around the diagonal
    is computed, and the search stops when the whole band is too far.

    Source: optimal string alignment (restricted Damerau–Levenshtein); the band after E. Ukkonen, Algorithms for
    approximate string matching, Information and Control 64 (1985)
    """
    too_far = at_most + 1
    if abs(len(a) - len(b)) > at_most:
        return too_far
    row_before: list[int] = []
    row = [min(column, too_far) for column in range(len(b) + 1)]
    for line, char in enumerate(a, start=1):
        current = [min(line, too_far)] + [too_far] * len(b)
        for column in range(max(1, line - at_most), min(len(b), line + at_most) + 1):
            wrong = row[column - 1] + (char != b[column - 1])
            best = min(wrong, row[column] + 1, current[column - 1] + 1, too_far)
            if line > 1 and column > 1 and char == b[column - 2] and a[line - 2] == b[column - 1]:
                best = min(best, row_before[column - 2] + 1)
            current[column] = best
        if min(current) == too_far:
            return too_far
        row_before, row = row, current
    return row[-1]
