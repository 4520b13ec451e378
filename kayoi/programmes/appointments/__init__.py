"""Bookable consultations and guided days: hours are published, people and staff book, hosts confirm.

For people who want to talk at a fixed time or see the place, and for the desk. It is not the reservation of houses,
rooms and cars (engines.reservations).
"""
