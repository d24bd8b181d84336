"""Reads settings from the environment, and stops the process where one makes no sense."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environ import Env

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def boolean(env: Env, name: str, *, default: bool = False) -> bool:
    """The variable as a boolean; a misspelt one is an error, never a silent False."""
    raw = env.str(name, default=str(default)).strip().lower()
    if raw in TRUE:
        return True
    if raw in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {raw!r}; write one of: on, off, true, false, yes, no.")


def secret_key(env: Env, *, data_dir: Path, relaxed: bool) -> str:
    """The signing key; only a demonstration or a developer's machine may make its own.

    Raises ImproperlyConfigured where a real installation has none, or one under 50 characters.
    """
    key = env.str("SECRET_KEY", default="")
    if key and (relaxed or len(key) >= 50):
        return key
    if not relaxed:
        raise ImproperlyConfigured(
            "Set SECRET_KEY to at least 50 random characters, for example from: "
            "python -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    kept = data_dir / "secret-key"
    if not kept.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text().strip()


def address_of(hosts: Sequence[str], *, https: bool) -> str:
    """Where the portal is reached, by the first of the hosts it answers to that is a whole name."""
    named = (host for host in hosts if not host.startswith(("*", ".")))
    return f"{'https' if https else 'http'}://{next(named, 'localhost')}"
