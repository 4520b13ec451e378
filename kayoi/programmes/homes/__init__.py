"""The vacant-house register: from a flyer to a contract (空き家バンク).

For owners and their kin, brokers, seekers, and the office between them. It keeps no price talks: a town is no party to
a contract and mediates none (宅地建物取引業法); grants, trial stays and works on a house are other programmes.
"""
