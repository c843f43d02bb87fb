"""The worklist: the open terms of the cases that somebody may see, by their last day."""
