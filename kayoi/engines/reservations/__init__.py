"""Reservations: what is scarce, by night or by minute, is never given twice; holds, closings, free dates.

It knows no programme and no person: what a booking is for, and whose it is, its programme says.
"""
