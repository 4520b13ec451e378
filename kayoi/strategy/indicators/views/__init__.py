"""Pages of figures: counted, official, crossed, surveyed, answered for."""
