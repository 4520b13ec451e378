"""Moves and what comes after: how the town learns that somebody moved, check-ins, who stayed.

For the desk and for figures. It is not a grant's yearly proof (schemes).
"""
