"""The same rules for many households at once, with NumPy: whom a scheme reaches, what another limit would change.

Proven equal to the answers of one case at a time (tests/test_columns.py); it gives outcomes only, no reasons.
"""
