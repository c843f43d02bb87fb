"""The history: one append-only log per authority, and what is derived from it in the same transaction."""
