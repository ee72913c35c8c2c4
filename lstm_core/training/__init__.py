"""Training as an iterator of checkpoints, in NumPy."""
