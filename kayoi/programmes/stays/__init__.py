"""Trial stays and homes for a time (お試し滞在・移住準備住宅).

For people who try a town, the office that gives them a house, and whoever cleans and hands out keys. Which time is
free is the matter of reservations; who may stay and what it costs are rulesets; it is not about vacant houses on offer.
"""
