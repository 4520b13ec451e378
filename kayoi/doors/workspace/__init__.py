"""The door of staff: home, inbox, case file, members, settings. It composes pages out of what the floors below give.

For officers, section heads, contractors, prefecture officers, and the operator.
"""
