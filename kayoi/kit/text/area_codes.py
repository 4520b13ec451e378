"""How many digits of a fixed-line number are its area code (市外局番の桁数).

A fixed-line number has ten digits: area code and exchange make the first six, four more follow. Of the leading 0 and
the next digits, most codes take four (0265); this table lists the others by the digits after the 0. No prefix begins
another.

Source: 総務省「市外局番の一覧」 (電気通信番号計画, 令和元年総務省告示第6号), as grouped by public tables made from it
"""

ORDINARY_LENGTH = 4

# Prefixes without the leading 0; "2234-2239" is a run.
_TWO_DIGITS = "3 6 420 4290 4292-4296 4299 4700 4701 4709 471"

_THREE_DIGITS = """
11 1540 1541 1548 1550 1551 1557 171 177 181 188 196 199
221 222 2230 2234-2239 227 231 236 245 249 251-253 2550-2556 2559 2560 2570 2571 2575-2579 2580
262 2640 2646-2649 271-273 2780 2788 2789 281 286 2830 2833 2834 2890 2892-2895 292 2930 2935-2939 298
4220 423-427 4280 4281 4284-4286 4291 4297 4298 431-434 44 45 462 464 468 473 474 477 481-489 491 492
52 534 535 5392-5395 53964-53969 53970-53973 53975 53976 53978 53979 5398 541-543 546 549 552 559 582 583
591-593 5999
722-724 726-729 731 734 75 762 764 775 78 792 793 7940-7945 7949 7950 7955 7956 7959 7960 7966 7967
821 822 825 828 8240 8242 8243 8249 8290 82921-82929 82941-82943 8296 8299
832 8360 83766-83768 8377 8378 8390-8395 83960 83963 83966 8397-8399 841 849
861 862 86362-86365 86367-86369 864 8652 86552 86553 8660 86691 86697 86698 86722-86724 86726 86728 86737 86738
8680 8689 8690 8694 8695 86994-86999 871 878 886 888 891 899
921-929 931-939 951 958 961-963 971 975 981 988 989 9917 992 99331 99343 99345 99347 9940 9947 9948 998
"""

_FIVE_DIGITS = """
1267 1372 1374 1377 1392 1397 1398 1456 1457 1466 1547 1558 1564 1586 1587 1632 1634 1635 1648 1654-1656 1658
4992 4994 4996 4998 5769 59791-59796 59799 7468 8387 8388 83962 83964 83965 83967-83969 8477 8512 8514
9802 9912 9913 9969
"""


def _spread(prefixes: str, length: int) -> dict[str, int]:
    """Return each prefix with the length, runs written out."""
    spread: dict[str, int] = {}
    for run in prefixes.split():
        first, _, last = run.partition("-")
        spread |= dict.fromkeys(map(str, range(int(first), int(last or first) + 1)), length)
    return spread


LENGTHS = _spread(_TWO_DIGITS, 2) | _spread(_THREE_DIGITS, 3) | _spread(_FIVE_DIGITS, 5)


def area_code_length(digits: str) -> int:
    """Return how many digits of a fixed-line number ("0352535111") are its area code, the leading 0 among them."""
    prefixes = (digits[1:end] for end in range(2, 7))
    return next((LENGTHS[prefix] for prefix in prefixes if prefix in LENGTHS), ORDINARY_LENGTH)
