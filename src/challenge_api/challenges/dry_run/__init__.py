"""The dry run: what a version of an ordinance would have changed for the cases of a past period. It changes nothing."""
