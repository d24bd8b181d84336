"""The settings stop the process where they make no sense, and a real installation is a safe one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

KEY = "0123456789-a-long-enough-key-for-a-real-installation-0123456789"
SWITCHES = [
    "DEBUG",
    "DEMO",
    "PUBLIC_DASHBOARDS",
    "PUBLIC_FEEDBACK",
    "PUBLIC_VOICE",
    "REQUIRE_MFA",
    "HTTPS",
    "TRUST_PROXY",
]
# What a real installation sets; everything else has its default.
REAL = {
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "portal.example",
    "DATABASE_URL": "postgres://portal@database.example/portal",
}


def start(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs Python with these variables and none of the tests'; what it keeps goes to the folder."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    own = {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "ehportal.settings"}
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=120,
        env={**kept, **own, **variables},
    )


def read(folder: Path, *names: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Prints settings as a process with these variables has them."""
    said = ", ".join(f"settings.{name}" for name in names)
    return start(folder, "-c", f"from django.conf import settings; print({said})", **variables)


def check(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs Django's own check of a real installation; a warning is a failure."""
    arguments = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return start(folder, *arguments, **variables)


@pytest.fixture(autouse=True)
def no_settings_file() -> None:
    """A developer's own .env would answer in place of the defaults."""
    if (settings.BASE_DIR / ".env").exists():
        pytest.skip("a .env file beside manage.py takes the place of the defaults")


@pytest.mark.parametrize("switch", SWITCHES)
def test_a_misspelt_switch_stops_the_process(tmp_path: Path, switch: str) -> None:
    started = read(tmp_path, "DEBUG", **{**REAL, switch: "flase"})
    assert started.returncode != 0
    assert f"{switch} is 'flase'; write one of: on, off" in started.stderr


@pytest.mark.parametrize(
    ("written", "meant"), [("on", "True"), ("Yes", "True"), ("off", "False"), ("", "False")]
)
def test_a_switch_is_read_in_words(tmp_path: Path, written: str, meant: str) -> None:
    started = read(tmp_path, "PUBLIC_DASHBOARDS", **REAL, PUBLIC_DASHBOARDS=written)
    assert (started.stdout.strip(), started.stderr) == (meant, "")


@pytest.mark.parametrize("key", [None, "", "short", "x" * 49])
def test_a_real_installation_refuses_to_start_without_a_long_key(
    tmp_path: Path, key: str | None
) -> None:
    variables = {name: value for name, value in REAL.items() if name != "SECRET_KEY"}
    if key is not None:
        variables["SECRET_KEY"] = key
    started = read(tmp_path, "DEBUG", **variables)
    assert started.returncode != 0
    assert "Set SECRET_KEY to at least 50 random characters" in started.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_real_installation_starts_with_a_long_key(tmp_path: Path) -> None:
    started = read(tmp_path, "DEBUG", **REAL)
    assert (started.stdout.strip(), started.stderr) == ("False", "")


def test_a_demonstration_makes_its_own_key_and_keeps_it(tmp_path: Path) -> None:
    first = read(tmp_path, "SECRET_KEY", DEMO="on").stdout.strip()
    assert len(first) >= 50
    assert read(tmp_path, "SECRET_KEY", DEMO="on").stdout.strip() == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_a_real_installation_is_safe_unless_told_otherwise(tmp_path: Path) -> None:
    names = [
        "DEBUG", "DEMO", "PUBLIC_DASHBOARDS", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE", "SESSION_COOKIE_NAME", "SECURE_PROXY_SSL_HEADER",
    ]  # fmt: skip
    expected = "False False False True True True __Host-session None"
    assert read(tmp_path, *names, **REAL).stdout.strip() == expected


def test_no_host_is_answered_unless_it_is_named(tmp_path: Path) -> None:
    variables = {name: value for name, value in REAL.items() if name != "ALLOWED_HOSTS"}
    assert read(tmp_path, "ALLOWED_HOSTS", **variables).stdout.strip() == "[]"


def test_the_check_for_real_installations_finds_nothing(tmp_path: Path) -> None:
    checked = check(tmp_path, **REAL)
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout
    # What is silenced has its reason beside it in the settings.
    assert settings.SILENCED_SYSTEM_CHECKS == ["security.W021"]


def test_the_check_for_real_installations_can_fail(tmp_path: Path) -> None:
    checked = check(tmp_path, **REAL, HTTPS="off")
    assert checked.returncode != 0
    assert "security.W008" in checked.stderr
