"""Browser files: taken from the installed packages, made fit for our pages, or refused."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

from ehportal import assets

CSS = (
    '@charset "UTF-8";'
    "@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2) format(woff2)}"
    ".a{font-family:GDS Transport,arial,sans-serif}"
    ".b{background-image:url(/assets/images/govuk-crest.svg)}"
    "\n/*# sourceMappingURL=govuk-frontend.min.css.map */\n"
)

LOOP = (
    'for(k in T)s=k.replace(/^,/," ,").replace(/X/g,".js-plotly-plot .plotly")'
    '.replace(/Y/g,".plotly-notifier"),L.addStyleRule(s,T[k]);'
)
STYLE_FUNCTION = (
    'function r(u){var a="plotly.js-style-"+u;return n.matches(".no-inline-styles")}'
    "e.exports={addStyleRule:o,addRelatedStyleRule:r};"
)
TABLE = """T={"X,X div":'font-family:"Open Sans",arial;',"X a:hover":"color:red;",Y:"top:50px;"};"""
BUNDLE = STYLE_FUNCTION + "var " + TABLE + LOOP


def web_font() -> bytes:
    """A font of one letter, packed for the web."""
    built = FontBuilder(unitsPerEm=1000)
    built.setupGlyphOrder([".notdef"])
    built.setupCharacterMap({})
    built.setupGlyf({".notdef": Glyph()})
    built.setupHorizontalMetrics({".notdef": (500, 0)})
    built.setupHorizontalHeader()
    built.setupNameTable({"familyName": "One letter", "styleName": "Regular"})
    built.setupPost()
    built.font.flavor = "woff"
    built.save(written := BytesIO())
    return written.getvalue()


WOFF = web_font()


def install(folder: Path, package: str, version: str, files: dict[str, str]) -> None:
    for name, text in ({"package.json": json.dumps({"version": version})} | files).items():
        path = folder / package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.fixture
def node_modules(tmp_path: Path) -> Path:
    """A small stand-in for the installed packages, in the versions that package.json pins."""
    pinned = json.loads((assets.PROJECT / "package.json").read_text())["dependencies"]
    folder = tmp_path / "node_modules"
    script = "export{initAll};//# sourceMappingURL=govuk-frontend.min.js.map\n"
    files = {"govuk-frontend.min.css": CSS, "govuk-frontend.min.js": script}
    install(
        folder,
        assets.GOVUK,
        pinned[assets.GOVUK],
        {f"dist/govuk/{name}": text for name, text in files.items()},
    )
    install(folder, assets.PLOTLY, pinned[assets.PLOTLY], {"plotly-basic.min.js": BUNDLE})
    install(folder, assets.BENGALI, pinned[assets.BENGALI], {"LICENSE": "OFL"})
    (folder / assets.BENGALI / "files").mkdir()
    for weight in assets.WEIGHTS:
        name = f"noto-sans-bengali-bengali-{weight}-normal.woff"
        (folder / assets.BENGALI / "files" / name).write_bytes(WOFF)
    return folder


def test_govuk_css_keeps_the_rules_and_drops_font_crest_and_source_map() -> None:
    assert assets.govuk_css(CSS) == (
        '@charset "UTF-8";.a{font-family:arial,sans-serif}.b{background-image:none}\n'
    )


def test_govuk_css_accepts_a_quoted_font_name() -> None:
    quoted = CSS.replace("GDS Transport", '"GDS Transport"')
    assert assets.govuk_css(quoted) == assets.govuk_css(CSS)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (CSS.replace("GDS Transport", "Council Sans"), "no GDS Transport font found"),
        (CSS.replace("@font-face", "@media"), "no GDS Transport font found"),
        (CSS + ".c{font:12px/1 GDS Transport}", "'GDS Transport' is still"),
        (CSS + ".c{background:url(/assets/images/photo.jpg)}", "photo.jpg"),
        (CSS + ".c{background:url(https://cdn.example/x.png)}", "cdn.example"),
    ],
)
def test_govuk_css_refuses_a_stylesheet_it_does_not_understand(source: str, reason: str) -> None:
    with pytest.raises(assets.AssetError, match=reason):
        assets.govuk_css(source)


def test_plotly_css_writes_the_rules_in_the_order_the_browser_would_see_them() -> None:
    assert assets.plotly_css(BUNDLE).splitlines() == [
        ".plotly-notifier{top:50px;}",
        ".js-plotly-plot .plotly a:hover{color:red;}",
        '.js-plotly-plot .plotly,.js-plotly-plot .plotly div{font-family:"Open Sans",arial;}',
    ]


@pytest.mark.parametrize(
    ("bundle", "reason"),
    [
        (BUNDLE.replace(".no-inline-styles", ".styles"), "no-inline-styles"),
        (BUNDLE.replace("plotly.js-style-", "style-"), "plotly.js-style-"),
        (BUNDLE + "L.addStyleRule(a,b);", "more places"),
        (BUNDLE + "L.addRelatedStyleRule(a,b,c);", "more places"),
        (BUNDLE.replace("for(k in T)", "Object.keys(T).map(k=>"), "loop"),
        (BUNDLE.replace("T={", "U={"), "before its loop"),
        (BUNDLE.replace('"color:red;"', "colour()"), "cannot read a rule"),
        (BUNDLE.replace('"color:red;"', r'"content:\"x\";"'), "cannot read a rule"),
        (BUNDLE.replace("};for(", "};T.Z=1;for("), "something stands between"),
    ],
)
def test_plotly_css_refuses_a_bundle_of_another_shape(bundle: str, reason: str) -> None:
    assert bundle != BUNDLE
    with pytest.raises(assets.AssetError, match=reason):
        assets.plotly_css(bundle)


def test_put_in_place_writes_seven_files_and_removes_what_is_no_longer_served(
    node_modules: Path, tmp_path: Path
) -> None:
    vendor = tmp_path / "vendor"
    vendor.mkdir()
    (vendor / "old.js").write_text("gone")
    written = assets.put_in_place(node_modules, vendor)
    assert sorted(written) == sorted(vendor.iterdir())
    assert sorted(path.name for path in written) == [
        "govuk-frontend.min.css",
        "govuk-frontend.min.js",
        "noto-sans-bengali-bold.ttf",
        "noto-sans-bengali-regular.ttf",
        "noto-sans-bengali.licence.txt",
        "plotly-basic.min.js",
        "plotly.css",
    ]
    assert not any(b"sourceMappingURL" in path.read_bytes() for path in written)
    assert (vendor / "govuk-frontend.min.css").read_text().startswith("@charset")


def test_put_in_place_writes_nothing_where_a_package_has_changed(
    node_modules: Path, tmp_path: Path
) -> None:
    bundle = node_modules / assets.PLOTLY / "plotly-basic.min.js"
    bundle.write_text(BUNDLE.replace("for(k in T)", "for(k of T)"))
    with pytest.raises(assets.AssetError):
        assets.put_in_place(node_modules, tmp_path / "vendor")
    assert not (tmp_path / "vendor").exists()


def test_a_font_is_unpacked(tmp_path: Path) -> None:
    (tmp_path / "one.woff").write_bytes(WOFF)

    unpacked = TTFont(BytesIO(assets.unpacked(tmp_path / "one.woff")))

    assert unpacked.flavor is None
    assert unpacked["name"].getDebugName(1) == "One letter"
    assert unpacked.getGlyphOrder() == [".notdef"]


@pytest.mark.parametrize("broken", [b"", b"wOF9" + WOFF[4:], WOFF[:-3], WOFF[:16]])
def test_what_is_no_whole_font_is_refused(broken: bytes, tmp_path: Path) -> None:
    (tmp_path / "one.woff").write_bytes(broken)

    with pytest.raises(assets.AssetError, match=r"one\.woff is no whole font"):
        assets.unpacked(tmp_path / "one.woff")


def test_another_version_than_the_one_pinned_is_refused(node_modules: Path) -> None:
    install(node_modules, assets.GOVUK, "7.0.0", {})
    with pytest.raises(assets.AssetError, match=r"7\.0\.0 is installed"):
        assets.vendor_files(node_modules)


def test_the_command_says_what_to_do_where_packages_are_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = assets.main(["--node-modules", str(tmp_path), "--vendor", str(tmp_path / "vendor")])
    assert status == 1
    assert "make setup" in capsys.readouterr().err


def test_the_installed_packages_have_the_shape_we_rely_on() -> None:
    files = assets.vendor_files(assets.NODE_MODULES)
    assert files["plotly.css"].count("{") > 50
    assert ".js-plotly-plot .plotly .main-svg{position:absolute;" in files["plotly.css"]
    assert ".govuk-button{" in files["govuk-frontend.min.css"]
    assert "initAll" in files["govuk-frontend.min.js"]
    fonts = assets.fonts(assets.NODE_MODULES)
    assert b"SIL Open Font License" in fonts["noto-sans-bengali.licence.txt"]
    assert len(fonts["noto-sans-bengali-regular.ttf"]) > 50_000


@pytest.mark.journey
def test_plotly_css_is_what_plotly_itself_would_have_put_in_the_page(page) -> None:
    """Chromium runs the bundle without our stylesheet, and its own rules are compared with ours."""
    rules = "sheet => [...sheet.cssRules].map(rule => rule.cssText)"
    page.set_content("<!doctype html><title>Rules</title>")
    page.add_script_tag(path=str(assets.NODE_MODULES / assets.PLOTLY / "plotly-basic.min.js"))
    injected = page.evaluate(
        f"({rules})(document.getElementById('plotly.js-style-global').sheet)",
    )
    ours = page.add_style_tag(content=assets.vendor_files(assets.NODE_MODULES)["plotly.css"])
    assert ours.evaluate(f"element => ({rules})(element.sheet)") == injected
    assert len(injected) > 50
