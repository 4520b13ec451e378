"""Arguments of addresses for the walk. Ids and tokens are those of the test world (tests/world.py)."""
