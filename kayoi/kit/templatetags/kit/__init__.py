"""Tags of the design system: {% load kit %}. The interface of each is in docs/how-to/components.md."""

from kayoi.kit.templatetags.kit import blocks, figures, forms, lists, navigation, pieces
from kayoi.kit.templatetags.kit.library import tags as register

__all__ = ["blocks", "figures", "forms", "lists", "navigation", "pieces", "register"]
