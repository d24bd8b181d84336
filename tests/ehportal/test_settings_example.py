"""The example file tells an installer about every variable, and about none that does nothing."""

from __future__ import annotations

import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
READ = re.compile(r"(?:\benv(?:\.\w+)?\(|\bboolean\(env,)\s*\"([A-Z_]+)\"")
LISTED = re.compile(r"^#?([A-Z_]+)=", re.MULTILINE)


def test_the_example_lists_exactly_the_variables_that_the_settings_read() -> None:
    sources = [PROJECT / "ehportal" / name for name in ("settings.py", "env.py")]
    read = {name for source in sources for name in READ.findall(source.read_text())}
    listed = LISTED.findall((PROJECT / ".env.example").read_text())
    assert len(read) > 10
    assert sorted(listed) == sorted(read)
