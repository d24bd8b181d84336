"""The text of a message, read for a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """A paragraph of a message, or a list where each of its lines begins with a hyphen."""

    lines: Sequence[str]
    is_list: bool


def blocks_of(text: str) -> list[Block]:
    """A message's text as paragraphs and lists."""
    blocks = []
    for part in text.split("\n\n"):
        lines = part.strip().splitlines()
        is_list = bool(lines) and all(line.startswith("- ") for line in lines)
        blocks.append(Block([line.removeprefix("- ") for line in lines], is_list))
    return blocks
