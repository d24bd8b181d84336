"""Requests made up by a seeded generator: the portal's own forms, bent in ways no page bends them.

Every address that takes a POST is asked; they are discovered, so a page that is added later is
asked as well.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, replace
from urllib.parse import quote, quote_plus

from tests.repository.hostile import EXTRA, HOSTILE, Form, forms_of
from tests.repository.routes import (
    ADMINISTRATOR,
    AnyRule,
    Desk,
    Door,
    Route,
    Rule,
    Target,
    address,
    routes,
    rule_of,
)
from tests.repository.world import CAST, NOT_THERE, SIGNED_OUT, World

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "portal-boundary"
Fields = list[tuple[str, str]]

#: Between forms of their own kind that a page sends, and words that no page sends.
STRANGE_TYPES = (
    "",
    "text/plain",
    "application/xml",
    "application/octet-stream",
    "multipart/form-data",
    f"multipart/form-data; boundary={'b' * 300}",
    "multipart/form-data; boundary=\u00e9",
    f"{FORM}; charset=utf-16",
    f"{FORM}; charset=nonsense",
    "application/json; charset=utf-7",
    "*/*",
)
CHOICES = ("on", "yes", "no", "1", "x", "z", "c", "approve", "send_back", "reopen", "excuse")
METHODS = ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW", "post")
HEADERS = {
    "HTTP_HOST": ["elsewhere.example", "", "a" * 300, "[::1"],
    "HTTP_ORIGIN": ["null", "https://elsewhere.example", "\u00e9"],
    "HTTP_REFERER": ["https://elsewhere.example/", "x" * 9000, "http://[", ""],
    "HTTP_ACCEPT": ["application/json", "*/*;q=nonsense", "", ","],
    "HTTP_ACCEPT_LANGUAGE": ["x" * 5000, "ar, he;q=9", "*"],
    "HTTP_ACCEPT_ENCODING": ["br;q=x", "identity;q=0"],
    "HTTP_X_REQUESTED_WITH": ["XMLHttpRequest"],
    "HTTP_IF_NONE_MATCH": ["*", '"', "W/"],
    "HTTP_IF_MODIFIED_SINCE": ["Thu, 99 Foo 9999 99:99:99 GMT", "0"],
    "HTTP_RANGE": ["bytes=0-,5-1", "bytes=-"],
    "HTTP_X_FORWARDED_FOR": ["' OR 1=1", "1.2.3.4, ::1"],
    "HTTP_X_CSRFTOKEN": ["", "a" * 64, "\u00e9"],
    "CONTENT_LENGTH": ["0"],
}
COOKIES = ("session=;", "session=../../x;", "session=\u00e9;", f"session={'a' * 5000};", "csrf=;")


@dataclass(frozen=True)
class Request:
    """One request as it goes out, and how it was made, for whoever has to find a fault again."""

    number: int
    route: str
    who: str
    method: str
    path: str
    body: bytes
    kind: str
    headers: dict[str, str]
    cookies: str
    checks_token: bool
    made: str

    def __str__(self) -> str:
        return (
            f"{self.number}: {self.method} {self.path[:120]} as {self.who}, {self.made}; "
            f"{self.kind} {self.headers} {self.body[:300]!r}"
        )


class Maker:
    """Makes requests, the same ones for the same seed."""

    def __init__(self, world: World, *, seed: int) -> None:
        self.dice = random.Random(seed)
        self.number = 0
        self.world = world
        self.submissions = [
            each.pk for group in (world.submissions, world.earlier) for each in group.values()
        ]
        ruled = {route: rule for route in routes() if (rule := rule_of(route))}
        taking = [route for route, rule in ruled.items() if takes_a_post(rule)]
        # The desk has most addresses, and one door; the figures come by the others.
        self.desk = [route for route in taking if isinstance(ruled[route], Desk)]
        self.doors = [route for route in taking if isinstance(ruled[route], Door)]
        self.portal = [route for route in taking if isinstance(ruled[route], Rule)]
        self.targets = {route: ruled[route].targets(world) for route in taking}
        self.rules = ruled
        self.forms: dict[Route, list[Form]] = {}

    def make(self) -> Request:
        """The next request."""
        dice = self.dice
        self.number += 1
        route = dice.choice(dice.choices([self.portal, self.desk, self.doors], [65, 20, 15])[0])
        target = dice.choice(self.targets[route])
        form = self._form_for(route, target)
        who = form.who if dice.random() < 0.75 else dice.choice(CAST)
        fields, made = self._bent(list(form.fields.items()), sorted(form.typed))
        body, kind, wrapped = self._wrapped(fields)
        is_plain = dice.random() < 0.9
        return Request(
            number=self.number,
            route=route.name,
            who=who,
            method="POST" if dice.random() < 0.93 else dice.choice(METHODS),
            path=self._path(route, target, form),
            body=body,
            kind=kind,
            headers={} if is_plain else self._headers(),
            cookies="" if is_plain or dice.random() < 0.8 else dice.choice(COOKIES),
            checks_token=dice.random() < 0.05,
            made=f"{made}, {wrapped}",
        )

    # ---- where to -----------------------------------------------------------------------------

    def _form_for(self, route: Route, target: Target) -> Form:
        if route not in self.forms:
            self.forms[route] = self._shown(route)
        forms = self.forms[route]
        own = [form for form in forms if form.path == address(route, target)]
        return self.dice.choice(own if own and self.dice.random() < 0.7 else forms)

    def _shown(self, route: Route) -> list[Form]:
        """The forms that the pages of a route show to who may send them; else an empty one."""
        found: list[Form] = []
        for target in self.targets[route]:
            for who in _senders(self.rules[route], target) if target.exists else []:
                found += _forms_for(self.world, who, address(route, target))
        first = self.targets[route][0]
        who = _senders(self.rules[route], first)[0]
        return found or [Form(address(route, first), who, {}, frozenset())]

    def _path(self, route: Route, target: Target, form: Form) -> str:
        """Where the form goes; or the same of somebody else, of nothing, or of nonsense."""
        dice = self.dice
        chance = dice.random()
        if chance < 0.75:
            path = form.path
        elif chance < 0.95 and "pk" in target.kwargs:
            keys = [*self.submissions, NOT_THERE]
            path = address(route, Target("any", {**target.kwargs, "pk": dice.choice(keys)}))
        else:
            path = address(route, target)
        if dice.random() < 0.04:
            parts = path.split("/")
            parts[dice.randrange(len(parts))] = quote(self._words()[:300], safe="")
            path = "/" + "/".join(parts).lstrip("/")
        if dice.random() < 0.04:
            path += "?" + quote_plus(self._words()[:3000]) + "=" + quote_plus(self._words()[:3000])
        return path

    def _headers(self) -> dict[str, str]:
        names = self.dice.sample(sorted(HEADERS), self.dice.randint(1, 3))
        return {name: self.dice.choice(HEADERS[name]) for name in names}

    # ---- what in it ---------------------------------------------------------------------------

    def _bent(self, fields: Fields, typed: list[str]) -> tuple[Fields, str]:
        """The fields of a form with one to three things wrong, or all its boxes filled anew."""
        bends = {
            "words in one box": self._one_box,
            "words in every box": lambda f: self._every_box(f, typed),
            "figures in every box": lambda f: self._figures(f, typed),
            "choices made": lambda f: self._chosen(f, typed),
            "figures and choices": lambda f: self._chosen(self._figures(f, typed), typed),
            "boxes left out": self._left_out,
            "boxes twice": self._twice,
            "boxes nobody asked for": self._more,
            "boxes under other names": self._renamed,
            "boxes exchanged": self._exchanged,
            "as it was": lambda f: f,
        }
        made = []
        for _ in range(self.dice.choice([1, 1, 1, 2, 3])):
            name = self.dice.choice(sorted(bends))
            fields = bends[name](list(fields))
            made.append(name)
        if self.dice.random() < 0.01:
            fields += [(f"x{number}", "1") for number in range(5000)]
            made.append("5,000 boxes")
        if self.dice.random() < 0.01 and fields:
            fields[self.dice.randrange(len(fields))] = (
                self.dice.choice(fields)[0],
                "9" * 1_000_000,
            )
            made.append("a megabyte")
        return fields, " + ".join(made)

    def _one_box(self, fields: Fields) -> Fields:
        if fields:
            place = self.dice.randrange(len(fields))
            fields[place] = (fields[place][0], self._words())
        return fields

    def _every_box(self, fields: Fields, typed: list[str]) -> Fields:
        return [(name, self._words() if name in typed else value) for name, value in fields]

    def _figures(self, fields: Fields, typed: list[str]) -> Fields:
        return [(name, self._figure() if name in typed else value) for name, value in fields]

    def _chosen(self, fields: Fields, typed: list[str]) -> Fields:
        """Some of the boxes that are not typed in, as a person might tick or choose them."""
        return [
            (name, value if name in typed or value else self.dice.choice(["", *CHOICES]))
            for name, value in fields
        ]

    def _left_out(self, fields: Fields) -> Fields:
        return [each for each in fields if self.dice.random() < 0.7]

    def _twice(self, fields: Fields) -> Fields:
        return [*fields, *((n, self._words()) for n, _ in fields if self.dice.random() < 0.3)]

    def _more(self, fields: Fields) -> Fields:
        extra = self.dice.sample(sorted(EXTRA.items()), 5)
        return [*fields, *extra, (self._words()[:200], self._words())]

    def _renamed(self, fields: Fields) -> Fields:
        ways = [
            lambda n: f"{n}[]",
            str.upper,
            lambda n: f"{n}\x00",
            lambda n: f" {n}",
            lambda n: n * 40,
        ]
        return [(self.dice.choice(ways)(name), value) for name, value in fields]

    def _exchanged(self, fields: Fields) -> Fields:
        values = [value for _, value in fields]
        self.dice.shuffle(values)
        return [(name, value) for (name, _), value in zip(fields, values, strict=True)]

    def _figure(self) -> str:
        return str(self.dice.choice([0, 1, 7, 40, 60, 99, 100, 101, 2**31, 2**63]))

    def _words(self) -> str:
        """A word that no page sends: of the fixed ones, or one that was never sent before."""
        dice = self.dice
        if dice.random() < 0.4:
            return dice.choice(HOSTILE)
        digits = "".join(dice.choices("0123456789", k=dice.choice([1, 3, 12, 40, 400])))
        return dice.choice(
            [
                digits,
                f"-{digits}",
                f"{digits[:12]}.{digits}",
                f"{digits[:3]}e{dice.choice(['', '-', '+'])}{digits[:5]}",
                f"{digits[:3]},{digits[:3]}.{digits[:2]}",
                "".join(chr(0xFF10 + int(digit)) for digit in digits[:20]),
                "".join(chr(0x0660 + int(digit)) for digit in digits[:20]),
                "\u202e" + digits[:8] + "\u202c",
                "\u200f" + digits[:8] + "\u200e",
                digits[:4] + dice.choice("\x00\x01\x08\x0b\x1b\x7f\x85\ufffe\uffff\u2028") + "7",
                "".join(
                    chr(dice.randrange(0x20, 0xD7FF)) for _ in range(dice.choice([1, 20, 300]))
                ),
                "a" + "\u0301" * dice.choice([1, 500]),
                f"{digits[:4]}-{digits[:2]}-{digits[:2]}",
                str(dice.choice([2**31 - 1, 2**31, 2**63 - 1, 2**63, -(2**63) - 1, 10**19])),
                dice.choice(["yes", "no", "on", "approve", "send_back", "submit", "x", "z", "c"]),
                json.dumps({digits[:3]: [digits[:3], None, {"a": True}]}),
                "[" * dice.choice([1, 2000]),
            ]
        )

    # ---- how it is written --------------------------------------------------------------------

    def _wrapped(self, fields: Fields) -> tuple[bytes, str, str]:
        """The body, its type, and what was done to it."""
        dice = self.dice
        chance = dice.random()
        if chance < 0.7:
            return _as_form(fields), FORM, "as a form"
        if chance < 0.8:
            body = self._in_parts(fields)
            return body, f"multipart/form-data; boundary={BOUNDARY}", "in parts"
        if chance < 0.87:
            body = self._broken(self._in_parts(fields))
            return body, f"multipart/form-data; boundary={BOUNDARY}", "in broken parts"
        if chance < 0.92:
            return self._broken(_as_form(fields)), FORM, "in bytes that are no words"
        if chance < 0.97:
            return self._in_json(fields), "application/json", "in JSON"
        return _as_form(fields), dice.choice(STRANGE_TYPES), "under another type"

    def _in_parts(self, fields: Fields) -> bytes:
        """Some boxes as files."""
        lines = []
        for name, value in fields:
            is_file = self.dice.random() < 0.2
            safe = name.replace('"', "%22").replace("\r", "").replace("\n", "")
            named = f'Content-Disposition: form-data; name="{safe}"'
            if is_file:
                named += f'; filename="{self.dice.choice(_FILES)}"\r\nContent-Type: text/x'
            lines.append(f"--{BOUNDARY}\r\n{named}\r\n\r\n{value}\r\n")
        return ("".join(lines) + f"--{BOUNDARY}--\r\n").encode(errors="replace")

    def _in_json(self, fields: Fields) -> bytes:
        dice = self.dice
        bodies = [
            json.dumps(dict(fields)),
            json.dumps({"figures": [dict(fields)], "rows": dict(fields), "version": self._words()}),
            json.dumps([list(each) for each in fields]),
            json.dumps(dice.choice([None, True, 1e308, "text", [], {}])),
            json.dumps(dict(fields))[: dice.randrange(1, 40)],
            "[" * 5000,
            '{"a": NaN, "b": Infinity}',
            '{"a": ' + "9" * 5000 + "}",
        ]
        return dice.choice(bodies).encode(errors="replace")

    def _broken(self, body: bytes) -> bytes:
        dice = self.dice
        place = dice.randrange(len(body) + 1)
        bad = dice.choice(
            [b"\xff\xfe", b"%ff%fe", b"\xed\xa0\x80", b"%ED%A0%80", b"\x00", b"%", b"%u20"]
        )
        return dice.choice([body[:place], body[:place] + bad + body[place:], bad * 50, b""])


_FILES = ("a.xlsx", "../../a", "", "a" * 300, "a.php\u202ecod", "CON", "a;b.csv")


def _as_form(fields: Fields) -> bytes:
    # Words of half a character are sent as the bytes they would be.
    return "&".join(
        f"{quote_plus(name, errors='surrogatepass')}={quote_plus(value, errors='surrogatepass')}"
        for name, value in fields
    ).encode()


def takes_a_post(rule: AnyRule) -> bool:
    """Whether anything may be sent to a route. A route without a rule fails a test of its own."""
    if isinstance(rule, Rule):
        return bool(rule.sends)
    if isinstance(rule, Door):
        return (rule.sent_outside, rule.sent_inside) != (405, 405)
    return rule.sent != {405}


def _forms_for(world: World, who: str, path: str) -> list[Form]:
    """The forms of a page; of an address that a script sends to, those of the page above it."""
    if found := list(forms_of(world, who, path)):
        return found
    above = path.rstrip("/").rpartition("/")[0] + "/"
    return [replace(form, path=path) for form in forms_of(world, who, above)]


def _senders(rule: AnyRule, target: Target) -> list[str]:
    if isinstance(rule, Rule):
        return [rule.sender(target)]
    return [ADMINISTRATOR] if isinstance(rule, Desk) else [SIGNED_OUT, "ne_lead"]
