"""Who may decide in whose name or in whose place, up to which amount, from when to when."""
