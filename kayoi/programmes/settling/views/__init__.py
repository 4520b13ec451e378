"""Pages of settling: moves and the counter, lists of the register, check-ins, figures."""
