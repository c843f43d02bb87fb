"""Questions that auditors ask across the cases of an authority."""
