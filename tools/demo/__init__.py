"""Stories that walk real kinds of challenges through a running service, as the different people would."""
