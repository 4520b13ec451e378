"""Workbooks become case files and engagements: found, mapped, tried, counted, and undone as a whole.

For towns that come from Excel. It knows no programme: what a row says becomes rows of casefiles.
"""
