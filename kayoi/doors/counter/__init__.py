"""The door of partners: what stands around the pages on which a broker works on the rows that a town has given it.

For members of a town's partners. The pages themselves belong to the programmes.
"""
