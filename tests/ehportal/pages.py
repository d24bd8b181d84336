"""Reads a rendered page as a tree, to ask what a person or their software would find there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr",
}  # fmt: skip


@dataclass
class Element:
    """One element of a page: its name, attributes, children, and the text in it."""

    name: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def all(self, name: str = "", /, **attrs: str) -> Iterator[Element]:
        """Every element below this one with the name, and with each attribute given."""
        wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attrs.items()}
        for child in self.children:
            if isinstance(child, str):
                continue
            fits = all(child.attrs.get(key) == value for key, value in wanted.items())
            if (not name or child.name == name) and fits:
                yield child
            yield from child.all(name, **attrs)

    def one(self, name: str = "", /, **attrs: str) -> Element:
        """The only such element. Fails the test where there is none, or more than one."""
        found = list(self.all(name, **attrs))
        assert len(found) == 1, f"{len(found)} of <{name} {attrs}>"
        return found[0]

    @property
    def text(self) -> str:
        parts = (child if isinstance(child, str) else child.text for child in self.children)
        return " ".join(" ".join(parts).split())

    @property
    def classes(self) -> set[str]:
        return set(self.attrs.get("class", "").split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.stack = [Element("page")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {key: value or "" for key, value in attrs})
        self.stack[-1].children.append(element)
        if tag not in VOID:
            self.stack.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.stack[-1].name == tag, f"</{tag}> closes <{self.stack[-1].name}>"
            self.stack.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.stack[-1].children.append(Element(tag, {key: value or "" for key, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.stack[-1].children.append(data)


def read(html: str | bytes) -> Element:
    """The page as a tree. Fails the test where an element is not closed, or closed twice."""
    reader = _Reader()
    reader.feed(html.decode() if isinstance(html, bytes) else html)
    reader.close()
    assert len(reader.stack) == 1, f"<{reader.stack[-1].name}> is never closed"
    return reader.stack[0]
