"""A page as a person meets it: its words, its boxes by name and label, and what a form sends."""

from __future__ import annotations

from html.parser import HTMLParser

from django.http import HttpResponse

VOID = frozenset({"input", "link", "meta", "br", "hr", "img", "path"})
SILENT = frozenset({"script", "style", "title"})


class Page(HTMLParser):
    """What a response's HTML holds.

    title     the words of <title>
    text      all the words of the page, spaces made single
    links     address to words
    labels    the words of each label, by the id of its box
    boxes     for each form, in order: what it would send if nothing were typed
    ids       the id of each box that has one, by the box's name
    """

    def __init__(self, response: HttpResponse) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.links: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.boxes: list[dict[str, str]] = []
        self.ids: dict[str, str] = {}
        self._words: list[str] = []
        self._open: list[tuple[str, dict[str, str]]] = []
        self._collected: list[tuple[str, str, list[str]]] = []
        self._area: tuple[str, list[str]] | None = None
        self._select = ""
        self.feed(response.content.decode())
        self.text = " ".join(" ".join(self._words).split())

    # ---- reading ----

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        if tag not in VOID:
            self._open.append((tag, found))
        if tag == "form":
            self.boxes.append({})
        elif tag == "label":
            self._collected.append(("labels", found["for"], []))
        elif tag == "a" and "href" in found:
            self._collected.append(("links", found["href"], []))
        elif tag == "textarea":
            self._area = (found["name"], [])
        elif tag == "select":
            self._select = found["name"]
        elif tag == "option":
            self._option(found)
        elif tag == "input":
            self._input(found)
        if tag in {"input", "textarea", "select"} and "id" in found:
            self.ids[found["name"]] = found["id"]

    def _option(self, found: dict[str, str]) -> None:
        if "selected" in found or self._select not in self.boxes[-1]:
            self.boxes[-1][self._select] = found.get("value", "")

    def _input(self, found: dict[str, str]) -> None:
        is_choice = found.get("type") in {"radio", "checkbox"}
        if self.boxes and "name" in found and (not is_choice or "checked" in found):
            self.boxes[-1][found["name"]] = found.get("value", "on" if is_choice else "")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            continue
        if tag == "textarea" and self._area:
            name, parts = self._area
            # A browser drops the line end that follows the opening tag.
            self.boxes[-1][name] = "".join(parts).removeprefix("\n")
            self._area = None
        elif tag in {"label", "a"} and self._collected:
            kind, key, parts = self._collected.pop()
            getattr(self, kind)[key] = " ".join("".join(parts).split())

    def handle_data(self, data: str) -> None:
        tags = {tag for tag, _ in self._open}
        if "title" in tags and "svg" not in tags:
            self.title += data
        if self._area:
            self._area[1].append(data)
        elif not tags & SILENT:
            self._words.append(data)
            for _, _, parts in self._collected:
                parts.append(data)

    # ---- asking ----

    def name_of(self, box: str) -> str:
        """What a screen reader calls a box."""
        return self.labels[self.ids[box]]

    @property
    def mistakes(self) -> dict[str, str]:
        """The lines of the error summary: the id each leads to, and its words."""
        known = set(self.ids.values())
        return {
            href.removeprefix("#"): words
            for href, words in self.links.items()
            if href.startswith("#") and href.removeprefix("#") in known
        }
