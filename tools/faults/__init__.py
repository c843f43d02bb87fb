"""Kills the service and its database under load, and looks at what became of everything that was acknowledged."""
