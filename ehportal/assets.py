"""Puts the browser files in place: from node_modules into the static files the portal serves.

A typeface of PDFs, which no browser asks for, comes the same way and lies beside them.

Run it as `python -m ehportal.assets` after `npm ci`; `make setup` does both. Every change it makes
to a file is one the file's owner asks for or our Content-Security-Policy needs, and each stops the
run where it no longer fits the installed version: a page that is silently wrong would be worse.
"""

from __future__ import annotations

import argparse
import json
import re
import struct
import sys
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
NODE_MODULES = PROJECT / "node_modules"
VENDOR = Path(__file__).resolve().parent / "static" / "vendor"

GOVUK = "govuk-frontend"
PLOTLY = "plotly.js-basic-dist-min"
BENGALI = "@fontsource/noto-sans-bengali"
WEIGHTS = {"400": "regular", "700": "bold"}

SOURCE_MAP = re.compile(r"(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=.*)\s*$")
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
FONT_NAME = re.compile(r"[\"']?GDS Transport[\"']?\s*,\s*")
ADDRESS = re.compile(r"url\(\s*[\"']?(?P<address>[^\"')]*)[\"']?\s*\)")

# The loop in plotly.js that hands its table of rules to the browser, one by one:
#   for(KEY in TABLE)…KEY.replace(/X/g,".js-plotly-plot .plotly").replace(/Y/g,".plotly-notifier")
PLOTLY_LOOP = re.compile(
    r"for\((?P<key>[\w$]+) in (?P<table>[\w$]+)\)[\w$]+=(?P=key)"
    r'\.replace\(/\^,/," ,"\)'
    r'\.replace\(/X/g,"(?P<X>[^"]+)"\)'
    r'\.replace\(/Y/g,"(?P<Y>[^"]+)"\),'
    r"[\w$]+\.addStyleRule\("
)
# One entry of that table, in minified JavaScript: a name or a string, a colon, a string.
PLOTLY_ENTRY = re.compile(
    r"""(?P<selector>"[^"\\]*"|'[^'\\]*'|[\w$]+):(?P<rules>"[^"\\]*"|'[^'\\]*')(?P<end>[,}])"""
)


class AssetError(Exception):
    """An installed package is missing, or no longer has the shape we rely on."""


def without_source_map(text: str) -> str:
    """The script or stylesheet without its closing sourceMappingURL comment.

    The hashed-name storage refuses a file whose source map is not served beside it.
    """
    return SOURCE_MAP.sub("", text).rstrip() + "\n"


def govuk_css(source: str) -> str:
    """GOV.UK Frontend's stylesheet for a service that is not on GOV.UK.

    The Design System's guidance lets others use it "with the exception of branding (including logos
    and fonts)", so its font and the royal crest go; text falls back to the next font named.
    Raises AssetError where the font is not found, or any address is left over.
    """
    without_faces, faces = FONT_FACE.subn("", source)
    without_font, uses = FONT_NAME.subn("", without_faces)
    if not faces or not uses:
        raise AssetError("govuk-frontend: no GDS Transport font found, so nothing was taken out.")
    unbranded = ADDRESS.sub(_without_crest, without_source_map(without_font))
    for left_over in ("GDS Transport", "url(", "sourceMappingURL"):
        if left_over in unbranded:
            raise AssetError(f"govuk-frontend: {left_over!r} is still in the stylesheet.")
    return unbranded


def _without_crest(match: re.Match[str]) -> str:
    address = match["address"]
    if not address.startswith("/assets/images/govuk-"):
        raise AssetError(
            f"govuk-frontend: the stylesheet asks for a file we do not serve: {address}"
        )
    return "none"


def plotly_css(bundle: str) -> str:
    """The rules that plotly.js would put in a <style> element, as a stylesheet.

    Our Content-Security-Policy forbids such an element, and without the rules charts are silently
    wrong: no hover, no legend. plotly.js leaves them to us where the page has a link with the id
    `plotly.js-style-global` and the class `no-inline-styles`.
    Raises AssetError where the bundle no longer writes its rules in the way read here.
    """
    for needed in (".no-inline-styles", '"plotly.js-style-"', "addRelatedStyleRule:"):
        if needed not in bundle:
            raise AssetError(
                f"plotly.js: {needed} is not in the bundle; see how it adds its styles."
            )
    if bundle.count(".addStyleRule(") != 1 or ".addRelatedStyleRule(" in bundle:
        raise AssetError("plotly.js: it adds rules in more places than the one table read here.")
    loop = PLOTLY_LOOP.search(bundle)
    if loop is None:
        raise AssetError("plotly.js: the loop that adds its rules was not found.")
    opening = f"{loop['table']}={{"
    start = bundle.rfind(opening, 0, loop.start())
    if start < 0:
        raise AssetError("plotly.js: the table of rules was not found before its loop.")
    entries = list(_entries(bundle, start + len(opening), loop.start()))
    # plotly.js inserts each rule before the last, so the browser sees them in reverse.
    return "".join(
        f"{selector.replace('X', loop['X']).replace('Y', loop['Y'])}{{{rules}}}\n"
        for selector, rules in reversed(entries)
    )


def _entries(bundle: str, position: int, loop: int) -> Iterator[tuple[str, str]]:
    """Each selector and its rules, from just inside the table's brace to the loop after it."""
    while True:
        entry = PLOTLY_ENTRY.match(bundle, position)
        if entry is None:
            raise AssetError(f"plotly.js: cannot read a rule: {bundle[position : position + 60]!r}")
        yield entry["selector"].strip("\"'"), entry["rules"][1:-1]
        position = entry.end()
        if entry["end"] == "}":
            break
    if bundle[position:loop] != ";":
        raise AssetError("plotly.js: something stands between the table of rules and its loop.")


def unpacked(font: Path) -> bytes:
    """A web font as TrueType: Typst reads no web fonts, and the package carries nothing else.

    Raises AssetError where the file is no whole font.
    """
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(font) as found:
            found.flavor = None
            found.save(written := BytesIO())
    except (TTLibError, AssertionError, struct.error, zlib.error) as problem:
        raise AssetError(f"{font.name} is no whole font: {problem}") from None
    return written.getvalue()


def fonts(node_modules: Path) -> dict[str, bytes]:
    """The typeface of Bengali words in a PDF, by file name, and its licence (OFL 1.1).

    What families say, and titles that people type, are in Bengali too, and Typst's own typefaces
    have no letter of it. Raises AssetError as `vendor_files` does.
    """
    package = node_modules / BENGALI
    pinned = json.loads((PROJECT / "package.json").read_text())["dependencies"]
    _check_version(package, pinned[BENGALI])
    files = package / "files"
    try:
        return {
            "noto-sans-bengali.licence.txt": (package / "LICENSE").read_bytes(),
        } | {
            f"noto-sans-bengali-{name}.ttf": unpacked(
                files / f"noto-sans-bengali-bengali-{weight}-normal.woff"
            )
            for weight, name in WEIGHTS.items()
        }
    except FileNotFoundError as missing:
        raise AssetError(f"{missing.filename} is missing: run `make setup` first.") from None


def vendor_files(node_modules: Path) -> dict[str, str]:
    """What to serve, by file name.

    Raises AssetError where a package is missing, is not the version that package.json pins, or has
    changed its shape.
    """
    pinned = json.loads((PROJECT / "package.json").read_text())["dependencies"]
    for package in (GOVUK, PLOTLY):
        _check_version(node_modules / package, pinned[package])
    govuk = node_modules / GOVUK / "dist" / "govuk"
    bundle = _read(node_modules / PLOTLY / "plotly-basic.min.js")
    files = {
        "govuk-frontend.min.css": (GOVUK, govuk_css(_read(govuk / "govuk-frontend.min.css"))),
        "govuk-frontend.min.js": (GOVUK, _read(govuk / "govuk-frontend.min.js")),
        "plotly-basic.min.js": (PLOTLY, bundle),
        "plotly.css": (PLOTLY, plotly_css(bundle)),
    }
    # At the end of the file, because a stylesheet's @charset counts only as its very first words.
    return {
        name: without_source_map(text) + f"/* {package} {pinned[package]}, MIT licence */\n"
        for name, (package, text) in files.items()
    }


def _check_version(package: Path, pinned: str) -> None:
    installed = json.loads(_read(package / "package.json"))["version"]
    if installed != pinned:
        raise AssetError(f"{package.name}: {installed} is installed, package.json pins {pinned}.")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise AssetError(f"{path} is missing: run `make setup`, or `npm ci` first.") from None


def put_in_place(node_modules: Path = NODE_MODULES, vendor: Path = VENDOR) -> list[Path]:
    """Write the files to serve and return their paths; whatever else lay there goes.

    Raises AssetError before anything is written.
    """
    files = {name: text.encode() for name, text in vendor_files(node_modules).items()} | fonts(
        node_modules
    )
    vendor.mkdir(parents=True, exist_ok=True)
    for old in vendor.iterdir():
        if old.is_file() and old.name not in files:
            old.unlink()
    for name, content in files.items():
        (vendor / name).write_bytes(content)
    return [vendor / name for name in files]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command's exit status: 0, or 1 with the reason on standard error."""
    parser = argparse.ArgumentParser(prog="python -m ehportal.assets", description=__doc__)
    parser.add_argument("--node-modules", type=Path, default=NODE_MODULES)
    parser.add_argument("--vendor", type=Path, default=VENDOR)
    options = parser.parse_args(arguments)
    try:
        for path in put_in_place(options.node_modules, options.vendor):
            print(f"{path} ({path.stat().st_size:,} bytes)")
    except AssetError as error:
        print(f"Browser files were not put in place. {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
