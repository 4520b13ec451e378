"""A family's plan: from a wished moving date, what has to be done by when, and what a late step would break.

For families and the staff who sit beside them. It decides no right; procedures do.
"""
