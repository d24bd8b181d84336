"""What was typed on one page and could not be saved: what is kept of it, and the words to copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

#: Boxes and buttons that nobody types in, here and on the desk, by the last part of their name.
_HIDDEN = {
    "seen", "action", "act", "page", "back", "question", "publication", "version", "answers",
    "save", "start", "section", "told", "turn", "id",
    "TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS",
}  # fmt: skip


@dataclass
class Kept:
    """What was typed on one page, and when it was sent; whether the page has it in its boxes."""

    data: QueryDict
    at: datetime
    had_files: bool = False
    is_in_boxes: bool = False

    @property
    def words(self) -> list[tuple[str, str]]:
        """What can be copied: the name of each box that was filled in, and what was in it."""
        return [
            (" ".join(name.replace("-", " ").replace("_", " ").split()).capitalize(), text)
            for name, texts in self.data.lists()
            if name.rpartition("-")[2] not in _HIDDEN
            # Of the desk's empty row, from which others are made, nobody typed anything.
            and "__prefix__" not in name
            and not name.startswith(("_", "initial-"))
            for text in texts
            if text.strip()
        ]
