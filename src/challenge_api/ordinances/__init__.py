"""Ordinances: an authority's rules as versioned data."""
