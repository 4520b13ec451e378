"""Whose rows: organizations (団体), the open scope, and the second wall in the database.

For every app that stores something of a town. It is not about who a person is (identity).
"""
