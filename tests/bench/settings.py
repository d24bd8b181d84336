"""The portal as it is served, with one page more: the floor that the others are held against."""

from ehportal.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
