"""Decisions of settling on plain values: who counts as 移住者, how many stay, when to look."""
