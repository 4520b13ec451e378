"""What is published now: one public row for each thing on offer, read across towns.

For the finder, the portal and "another door". It holds no personal columns and decides nothing.
"""
