"""The portal as it is served; its static files go by their own names, and LOG_LEVEL is for all."""

from ehportal.settings import *  # noqa: F403

STORAGES["staticfiles"]["BACKEND"] = (  # noqa: F405
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
LOGGING["handlers"]["console"]["level"] = LOGGING["root"]["level"]  # noqa: F405
# Nobody signs in with a password here.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
