"""Places for the stories."""

from tests.cases.places import new_place

__all__ = ["new_place"]
