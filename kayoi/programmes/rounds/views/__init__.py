"""Pages of rounds: for staff, and for people who answer."""
