"""Speed, measured against a bare view of the same server or against the limit, in interleaved rounds of one run."""
