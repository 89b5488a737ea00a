"""Settings that hold for all tests."""

from hypothesis import settings

# How long an example takes says nothing about whether it is right: the first one loads models.
settings.register_profile("skillweave", deadline=None, derandomize=True)
settings.load_profile("skillweave")
