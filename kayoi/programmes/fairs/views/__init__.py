"""Pages of the programme: events and the stand, brochures, the sheets of national counters."""
