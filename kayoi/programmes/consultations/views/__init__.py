"""Pages of the programme: for visitors, and for the staff of the desk."""
