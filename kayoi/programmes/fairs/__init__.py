"""Fairs, seminars and brochures: who came to the stand, how many groups and persons, what was sent to whom.

For staff at a stand without a network and at the desk afterwards. It is not the application for a tour.
"""
