"""Makes the tests the same on every machine: variables first, then settings of the portal.

Loaded with `-p`, because pytest-django reads the settings before it reads any conftest.py. A
DATABASE_URL that is already set stays: that is how the tests are run on another database.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import hypothesis
import pytest

# Removed when the process ends, with all that the tests kept in it.
_data_folder = tempfile.TemporaryDirectory(prefix="ehportal-tests-", ignore_cleanup_errors=True)
DATA_DIR = Path(_data_folder.name)

VARIABLES = {
    "SECRET_KEY": "a-key-for-tests-only-and-long-enough-for-production-rules",
    "DATA_DIR": str(DATA_DIR),
    "DEBUG": "off",
    "DEMO": "off",
    "HTTPS": "off",
    "PUBLIC_DASHBOARDS": "off",
    "PUBLIC_FEEDBACK": "off",
    "PUBLIC_VOICE": "off",
    "REQUIRE_MFA": "off",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "EMAIL_URL": "memorymail://",
}

os.environ.update(VARIABLES)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{DATA_DIR / 'ehportal.sqlite3'}")

# Where `collectstatic` would have put its files; WhiteNoise warns where it is missing.
(DATA_DIR / "static").mkdir()

# The same examples every time, and no failure because the machine is busy.
hypothesis.settings.register_profile("portal", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("portal")


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """Django is set up by now, and no test has asked it for anything yet."""
    from django.conf import settings
    from zeal.apps import ZealConfig

    # Files by their own names: nothing has been collected and hashed.
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES["staticfiles"]["BACKEND"] = plain
    # A file, as in the portal: in memory the threads of a live server would share one transaction.
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        settings.DATABASES["default"]["TEST"]["NAME"] = str(DATA_DIR / "tests.sqlite3")
    # A hash that is quick to compute: no test is about how slow the real one is.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # A page that asks the database the same question once per row fails its test.
    settings.ZEAL_RAISE = True
    settings.MIDDLEWARE.insert(0, "zeal.middleware.zeal_middleware")
    ZealConfig.ready(ZealConfig.create("zeal"))
