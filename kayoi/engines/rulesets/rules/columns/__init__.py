"""The same rules for many households at once, with NumPy: whom a scheme reaches, what another limit would change.

Outcomes only, no reasons and no amounts; proven equal to the answers to one household (tests/test_columns.py).
See docs/decisions/0030-many-households-as-bits.md.
"""
