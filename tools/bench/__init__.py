"""Measures the service beside floors on the same machine in the same run."""
