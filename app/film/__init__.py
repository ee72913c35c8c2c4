"""The training film: a training as checkpoints that a browser rewinds."""
