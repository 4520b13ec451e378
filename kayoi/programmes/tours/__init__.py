"""Tours and things to try (ツアー・体験): monitor tours, seminars, working holidays, workation, camps, auditions.

For people who want to see a town before they decide, and for the office that has fewer places than applicants. How the
places are given is the matter of selections, what is asked before and after of questionnaires; it is not about booths
at fairs of others (fairs) nor about nights in a house of the town (stays).
"""
