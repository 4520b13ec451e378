"""Pictures of invented houses."""

from io import BytesIO

from PIL import Image, ImageDraw


def house_drawing() -> bytes:
    """Return a drawing of a house, so that no real house is shown."""
    picture = Image.new("RGB", (1200, 800), "#cfe6f5")
    draw = ImageDraw.Draw(picture)
    draw.polygon([(0, 520), (300, 250), (620, 520), (900, 300), (1200, 520)], fill="#8fa9b8")
    draw.rectangle([(0, 520), (1200, 800)], fill="#9dba7c")
    draw.rectangle([(380, 420), (820, 650)], fill="#f1e6d0", outline="#5b4636", width=6)
    draw.polygon([(340, 430), (600, 270), (860, 430)], fill="#5b4636")
    draw.rectangle([(560, 510), (640, 650)], fill="#7a5c43")
    for left in (430, 690):
        draw.rectangle([(left, 490), (left + 80, 560)], fill="#dff1fa", outline="#5b4636", width=4)
    target = BytesIO()
    picture.save(target, "JPEG", quality=85)
    return target.getvalue()
