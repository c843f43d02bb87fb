"""What holds for every authority and every capability: the law as plain values and functions."""
