"""Who: log-ins, persons with their households, members of organizations, and the marks on views.

For everybody who comes in. It is not what a town knows about a person (engines/casefiles).
"""
