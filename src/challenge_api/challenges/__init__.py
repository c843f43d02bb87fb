"""Challenges: the case from filing to the end of its execution."""
