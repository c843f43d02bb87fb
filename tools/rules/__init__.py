"""House rules that can be read from the source: each with a name, a reason, and a way to make a stated exception."""
