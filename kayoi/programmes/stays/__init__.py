"""Trial stays (お試し滞在): houses of a town in which people try out its life, from the question to the key and after.

For people who think of moving and for the desk. What is free and who has it is engines.reservations.
"""
