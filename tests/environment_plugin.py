"""Sets the variables that the settings read, so that no machine's own settings reach the tests.

Loaded with `-p`, because pytest-django reads the settings before it reads any conftest.py. A
DATABASE_URL that is already set stays: that is how the tests are run on another database.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

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
    "REQUIRE_MFA": "off",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "EMAIL_URL": "memorymail://",
}

os.environ.update(VARIABLES)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{DATA_DIR / 'ehportal.sqlite3'}")
