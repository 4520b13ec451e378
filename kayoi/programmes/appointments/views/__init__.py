"""Pages of the programme: for people who book, for hosts, for calendars, and for the staff of the desk."""
