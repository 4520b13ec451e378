"""What kinds of files are taken, and how large they may be."""

from kayoi.kit.states import Labelled


class FileKind(Labelled):
    JPEG = "image/jpeg", "写真(JPEG)"
    PNG = "image/png", "画像(PNG)"
    PDF = "application/pdf", "PDF"


MAX_BYTES = 20_000_000
MAX_PIXELS = 60_000_000
MAX_SIDE_PX = 2560
MAX_PAGES = 200
ACCEPT = "image/jpeg,image/png,image/webp,image/gif,image/heic,image/heif,.heic,.heif,application/pdf"
