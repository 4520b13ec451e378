"""The same rules for many households at once, with NumPy: whom a scheme reaches, what a change would cost.

`outcomes.outcomes` gives verdicts only, `assessing.assess` also versions, amounts and who bears them; neither gives
reasons. Proven equal to the answers to one household (tests/test_columns.py, tests/test_columns_amounts.py).
See docs/decisions/0030-many-households-as-bits.md.
"""
