"""Record what others publish; keep what was answered."""

from kayoi.strategy.indicators.services.answers import SheetFields, keep_answer
from kayoi.strategy.indicators.services.official import Published, record_official

__all__ = ["Published", "SheetFields", "keep_answer", "record_official"]
