"""Tools of the project: checks, measurements, stories."""
