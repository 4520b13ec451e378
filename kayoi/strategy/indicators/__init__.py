"""Figures counted from recorded events: every number opens the rows behind it.

For officers, section heads, and prefectures that a town shares its figures with. Nothing is typed here.
"""
