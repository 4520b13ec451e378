"""Reads of appointments: free times, bookings, guided days, calendars, checks."""
