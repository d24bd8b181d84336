"""Reads YAML fixtures into frozen dataclasses, and names file, line and reason when one is wrong.

A record class says what a mapping must hold: its fields are the keys, their annotations the types,
a default makes a key optional, and `Annotated` adds the vocabulary below. Nothing here touches a
database. `yaml.safe_load` is not used because it forgets lines and lets a repeated key win
silently.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import yaml

# The C parser is ten times as fast; machines without it read the same.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
TAG = "tag:yaml.org,2002:"


class FixtureError(Exception):
    """A fixture is wrong: which file, on which line, and why, in plain English."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, line {line}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class At:
    """Where something stands: a file's name and a line, counted from 1."""

    file: str
    line: int

    def error(self, reason: str) -> FixtureError:
        return FixtureError(self.file, self.line, reason)

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}"


@dataclass(frozen=True, kw_only=True)
class Record:
    """What every mapping of a fixture becomes; `at` is where it begins."""

    at: At = field(compare=False, repr=False)

    def problems(self) -> Iterator[tuple[str, str]]:
        """Rules that join several keys: pairs of the key at fault and what is wrong with it."""
        return iter(())


R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Defines:
    """The value is a code of these kinds of thing, which nothing else of the kind may use."""

    kinds: tuple[str, ...]

    def __init__(self, *kinds: str) -> None:
        object.__setattr__(self, "kinds", kinds)


@dataclass(frozen=True)
class RefersTo:
    """The value is the code of a thing of this kind, defined in any of the files read."""

    kind: str


@dataclass(frozen=True)
class Matches:
    """The whole text matches the pattern; `description` says what is expected, in words."""

    pattern: str
    description: str


@dataclass(frozen=True)
class AtMost:
    """The text has at most this many characters."""

    characters: int


@dataclass(frozen=True)
class NotEmpty:
    """The list has at least one item."""


class Index:
    """The codes that the files define, and the references still to be resolved."""

    def __init__(self) -> None:
        self._defined: dict[str, dict[str, At]] = {}
        self._references: list[tuple[str, str, At]] = []

    def define(self, kind: str, code: str, at: At) -> None:
        """Raises FixtureError where the code is taken."""
        codes = self._defined.setdefault(kind, {})
        if code in codes:
            raise at.error(f"the {kind} '{code}' is already defined in {codes[code]}")
        codes[code] = at

    def refer(self, kind: str, code: str, at: At) -> None:
        self._references.append((kind, code, at))

    def resolve(self) -> None:
        """Raises FixtureError for the first reference to something no file defines."""
        for kind, code, at in self._references:
            codes = self._defined.get(kind, {})
            if code not in codes:
                raise at.error(f"there is no {kind} '{code}'{_did_you_mean(code, codes)}")


def read(path: Path, kind: type[R], index: Index) -> R:
    """The file as one record of the kind; its codes and references are noted in the index.

    Raises FixtureError for anything that the record class does not allow.
    """
    return _Reader(path.name, index).record(_compose(path), kind)


def _compose(path: Path) -> yaml.Node:
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=LOADER)
    except FileNotFoundError:
        raise FixtureError(path.name, 1, "the file is missing") from None
    except UnicodeDecodeError:
        raise FixtureError(path.name, 1, "the file is not UTF-8 text") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise FixtureError(path.name, line, f"this is not valid YAML: {error.problem}") from None
    except yaml.YAMLError as error:
        raise FixtureError(path.name, 1, f"this is not valid YAML: {error}") from None
    if node is None:
        raise FixtureError(path.name, 1, "the file is empty")
    return node


class _Reader:
    def __init__(self, file: str, index: Index) -> None:
        self.file = file
        self.index = index

    def at(self, node: yaml.Node) -> At:
        return At(self.file, node.start_mark.line + 1)

    def record(self, node: yaml.Node, kind: type[R], name: str = "the file") -> R:
        entries = self.entries(node, name)
        at = self.at(node)
        wanted = _fields_of(kind)  # type: ignore[arg-type]
        for key, (key_node, _) in entries.items():
            if key not in wanted:
                raise self.at(key_node).error(f"unknown key '{key}'{_did_you_mean(key, wanted)}")
        values: dict[str, Any] = {"at": at}
        for key, (attribute, hint, required) in wanted.items():
            if key in entries:
                values[attribute] = self.value(entries[key][1], hint, f"'{key}'")
            elif required:
                raise at.error(f"'{key}' is missing")
        record = kind(**values)
        for key, reason in record.problems():
            where = self.at(entries[key][0]) if key in entries else at
            raise where.error(f"'{key}' {reason}")
        return record

    def entries(self, node: yaml.Node, name: str) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        """The key and value nodes of a mapping, by key."""
        if not isinstance(node, yaml.MappingNode):
            raise self.at(node).error(f"{name} must hold named keys, not {_kind_of(node)}")
        found: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        for key_node, value_node in node.value:
            key = self.text(key_node, "a key")
            if key in found:
                first = found[key][0].start_mark.line + 1
                raise self.at(key_node).error(f"'{key}' is given twice (first on line {first})")
            found[key] = (key_node, value_node)
        return found

    def value(self, node: yaml.Node, hint: Any, name: str) -> Any:
        """The node as what the annotation asks for."""
        origin = get_origin(hint)
        if origin is Annotated:
            inner, *checks = get_args(hint)
            value = self.value(node, inner, name)
            for check in checks:
                self.check(node, value, check, name)
            return value
        if origin in (Union, types.UnionType):
            return self.optional(node, hint, name)
        if origin is Literal:
            return self.choice(node, get_args(hint), name)
        if origin is tuple:
            return self.sequence(node, get_args(hint), name)
        if origin in (dict, Mapping):
            return self.mapping(node, get_args(hint), name)
        if isinstance(hint, type) and issubclass(hint, Record):
            return self.record(node, hint, name)
        return self.scalar(node, hint, name)

    def optional(self, node: yaml.Node, hint: Any, name: str) -> Any:
        (inner,) = (option for option in get_args(hint) if option is not types.NoneType)
        return None if node.tag == TAG + "null" else self.value(node, inner, name)

    def choice(self, node: yaml.Node, choices: tuple[Any, ...], name: str) -> str:
        value = self.text(node, name)
        if value not in choices:
            raise self.at(node).error(
                f"{name} is '{value}', but must be one of: {', '.join(choices)}"
            )
        return value

    def sequence(self, node: yaml.Node, hints: tuple[Any, ...], name: str) -> tuple[Any, ...]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.at(node).error(f"{name} must be a list, not {_kind_of(node)}")
        if hints[-1] is Ellipsis:
            hints = (hints[0],) * len(node.value)
        elif len(node.value) != len(hints):
            raise self.at(node).error(f"{name} must list exactly {len(hints)} values")
        pairs = zip(node.value, hints, strict=True)
        return tuple(self.value(item, hint, f"an item of {name}") for item, hint in pairs)

    def mapping(self, node: yaml.Node, hints: tuple[Any, ...], name: str) -> dict[str, Any]:
        key_hint, value_hint = hints
        found = {}
        for key, (key_node, value_node) in self.entries(node, name).items():
            found[self.value(key_node, key_hint, f"a key of {name}")] = self.value(
                value_node, value_hint, f"'{key}'"
            )
        return found

    def scalar(self, node: yaml.Node, kind: type, name: str) -> Any:
        return getattr(self, SCALARS[kind])(node, name)

    def text(self, node: yaml.Node, name: str) -> str:
        value = self.plain(node, name, "text")
        if node.tag == TAG + "null" or not value.strip():
            raise self.at(node).error(f"{name} is empty")
        if node.tag != TAG + "str":
            raise self.at(node).error(
                f"{name} must be text; put {value} between quotation marks to mean it as text"
            )
        return value

    def whole_number(self, node: yaml.Node, name: str) -> int:
        value = self.plain(node, name, "a whole number")
        if node.tag != TAG + "int" or not re.fullmatch(r"[-+]?\d+", value):
            raise self.at(node).error(f"{name} must be a whole number, not '{value}'")
        return int(value)

    def number(self, node: yaml.Node, name: str) -> float:
        value = self.plain(node, name, "a number")
        if node.tag not in (TAG + "int", TAG + "float") or not re.fullmatch(
            r"[-+]?\d+(\.\d+)?", value
        ):
            raise self.at(node).error(f"{name} must be a number, not '{value}'")
        return float(value)

    def yes_or_no(self, node: yaml.Node, name: str) -> bool:
        value = self.plain(node, name, "true or false")
        if node.tag != TAG + "bool" or value not in ("true", "false"):
            raise self.at(node).error(f"{name} must be true or false, not '{value}'")
        return value == "true"

    def day(self, node: yaml.Node, name: str) -> date:
        value = self.plain(node, name, "a date")
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self.at(node).error(
                f"{name} must be a date such as 2026-04-01, not '{value}'"
            ) from None

    def plain(self, node: yaml.Node, name: str, wanted: str) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self.at(node).error(f"{name} must be {wanted}, not {_kind_of(node)}")
        return str(node.value)

    def check(self, node: yaml.Node, value: Any, check: Any, name: str) -> None:
        at = self.at(node)
        match check:
            case Defines():
                for kind in check.kinds:
                    self.index.define(kind, str(value), at)
            case RefersTo():
                self.index.refer(check.kind, str(value), at)
            case Matches() if not re.fullmatch(check.pattern, value):
                raise at.error(f"{name} is '{value}', but must be {check.description}")
            case AtMost() if len(value) > check.characters:
                raise at.error(
                    f"{name} has {len(value)} characters; at most {check.characters} fit"
                )
            case NotEmpty() if not value:
                raise at.error(f"{name} lists nothing")


SCALARS: Mapping[type, str] = {
    str: "text",
    int: "whole_number",
    float: "number",
    bool: "yes_or_no",
    date: "day",
}


@cache
def _fields_of(kind: type[Record]) -> Mapping[str, tuple[str, Any, bool]]:
    """Per key: the attribute, its annotation, whether it is required.

    An attribute that would be a Python keyword ends in an underscore, which the key drops.
    """
    hints = get_type_hints(kind, include_extras=True)
    return {
        item.name.rstrip("_"): (
            item.name,
            hints[item.name],
            item.default is MISSING and item.default_factory is MISSING,
        )
        for item in fields(kind)
        if item.name != "at"
    }


def walk(value: object, visit: Callable[[Record], None]) -> None:
    """Calls `visit` for every record in the value, outermost first."""
    if isinstance(value, Record):
        visit(value)
        for item in fields(value):
            walk(getattr(value, item.name), visit)
    elif isinstance(value, tuple):
        for part in value:
            walk(part, visit)
    elif isinstance(value, Mapping):
        for part in value.values():
            walk(part, visit)


def _kind_of(node: yaml.Node) -> str:
    if isinstance(node, yaml.MappingNode):
        return "a group of named keys"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    return "empty" if node.tag == TAG + "null" else f"'{node.value}'"


def _did_you_mean(word: str, words: Mapping[str, object]) -> str:
    close = get_close_matches(word, words, n=1)
    return f" (did you mean '{close[0]}'?)" if close else ""
