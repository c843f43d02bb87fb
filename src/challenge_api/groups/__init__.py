"""Groups: who challenges, and who speaks for them."""
