"""People who reserve a town's houses at once, in processes of their own, so that these can be killed."""
