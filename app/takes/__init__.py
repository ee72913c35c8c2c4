"""What lies on a learner's desk: the films of trainings, and where each of them is."""
