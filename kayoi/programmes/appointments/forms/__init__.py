"""Shape of bookings, of hours, of guided days; what people are told when something is refused."""
