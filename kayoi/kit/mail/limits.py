"""How much of a mail is read. What is beyond is named, never silently lost: the mail itself is kept as it came."""

MAX_BYTES = 20_000_000
MAX_LINES = 600_000
MAX_PARTS = 20_000  # lines that begin like the border of a part
MAX_NESTS = 60  # parts that hold parts
MAX_TEXT = 100_000
MAX_ENCLOSURES = 30
MAX_HEADER = 4_000
MAX_IDS = 60
