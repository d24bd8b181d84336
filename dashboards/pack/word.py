"""The pack as an editable Word file, with real headings, lists and tables."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from typing import Any

from dashboards.pack.blocks import (
    Block,
    Columns,
    Heading,
    Items,
    Pair,
    Paper,
    Paragraph,
    Picture,
    Run,
    Table,
    Together,
)
from dashboards.pack.pdf import pictures_png

LANGUAGE = "en-GB"
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def word_file(paper: Paper, *, is_one_page: bool = False) -> bytes:
    """The paper as a .docx file; the one-page summary in small print with two columns."""
    from docx import Document

    document = Document()
    writer = _Writer(document, _pictures(paper.blocks), is_one_page=is_one_page)
    writer.set_up(paper)
    for block in paper.blocks:
        writer.write(block)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _pictures(blocks: Iterable[Block]) -> dict[str, bytes]:
    """Every drawing of the paper, made into an image in one go."""
    drawings = [each.drawing for each in _flat(blocks) if isinstance(each, Picture)]
    return dict(zip(drawings, pictures_png(drawings), strict=True))


def _flat(blocks: Iterable[Block]) -> Iterable[Block]:
    for block in blocks:
        if isinstance(block, Together):
            yield from _flat(block.blocks)
        else:
            yield block


class _Writer:
    def __init__(self, document: Any, pictures: dict[str, bytes], *, is_one_page: bool) -> None:
        self.document = document
        self.pictures = pictures
        self.is_one_page = is_one_page

    def set_up(self, paper: Paper) -> None:
        """Language, properties, typeface, margins, and what stands on every page."""
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt

        when = datetime.combine(paper.published, time(), UTC)
        properties = self.document.core_properties
        properties.title, properties.subject = _plain(paper.title), _plain(paper.foot)
        properties.author = "Early Help Outcomes, Tower Hamlets partnership"
        properties.language, properties.comments = LANGUAGE, ""
        properties.created = properties.modified = when.replace(tzinfo=None)
        styles = self.document.styles
        for language in styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), LANGUAGE)
        sizes = {"Normal": 6.5, "Heading 1": 12, "Heading 2": 8.5, "Heading 3": 7.5}
        if not self.is_one_page:
            sizes = {"Normal": 11, "Heading 1": 20, "Heading 2": 15, "Heading 3": 12}
        for name, size in sizes.items():
            style = styles[name]
            style.font.name, style.font.size = "Arial", Pt(size)
            style.element.rPr.rFonts.set(qn("w:asciiTheme"), "")
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                style.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
            if name != "Normal":
                style.font.color.rgb = None
            space = (Pt(1), Pt(2)) if self.is_one_page else (Pt(6), Pt(10))
            style.paragraph_format.space_after = space[0]
            style.paragraph_format.space_before = space[1] if name != "Normal" else Pt(0)
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        side, top = (Mm(11), Mm(12)) if self.is_one_page else (Mm(20), Mm(22))
        section.left_margin = section.right_margin = side
        section.top_margin = section.bottom_margin = top
        section.header_distance = section.footer_distance = Mm(6)
        illustrative = " · Illustrative figures" if paper.is_illustrative else ""
        section.header.paragraphs[0].add_run(_plain(f"{paper.head}{illustrative}"))
        footer = section.footer.paragraphs[0]
        footer.add_run(_plain(f"{paper.foot} Page "))
        _add_page_number(footer)

    def write(self, block: Block) -> None:
        if isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Paragraph):
            _add_runs(self.document.add_paragraph(), block.runs)
        elif isinstance(block, Items):
            self._items(block)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Picture):
            self._picture(block)
        elif isinstance(block, Pair):
            for each in (*block.left, *block.right):
                self.write(each)
        elif isinstance(block, Together):
            for each in block.blocks:
                self.write(each)
        elif isinstance(block, Columns):
            self._columns(block)

    def _heading(self, block: Heading) -> None:
        # The document's first heading is its title, and still a heading of the first level.
        heading = self.document.add_heading(_plain(block.text), level=block.level)
        if block.small:
            run = heading.add_run(_plain(f"  {block.small}"))
            run.bold = False

    def _items(self, block: Items) -> None:
        style = "List Number" if block.is_ordered else "List Bullet"
        number = self._new_numbering() if block.is_ordered else None
        for runs in block.items:
            paragraph = self.document.add_paragraph(style=style)
            if number is not None:
                _number(paragraph, number)
            _add_runs(paragraph, runs)

    def _new_numbering(self) -> int:
        """A list of its own, so that it starts again at 1."""
        from docx.oxml.ns import qn

        numbering = self.document.part.numbering_part.numbering_definitions._numbering
        style = self.document.styles["List Number"].element
        used = style.find(qn("w:pPr")).find(qn("w:numPr")).find(qn("w:numId"))
        of = numbering.num_having_numId(int(used.get(qn("w:val")))).abstractNumId.val
        added = numbering.add_num(of)
        added.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(added.numId)

    def _table(self, block: Table) -> None:
        from docx.shared import Mm

        # A drawing without words has no place in a table to be edited.
        shown = [i for i in range(len(block.columns)) if not any(r[i].drawing for r in block.rows)]
        table = self.document.add_table(rows=1, cols=len(shown), style="Table Grid")
        table.autofit = False
        _describe(table, block.caption)
        room = (188 if self.is_one_page else 170) / (2 if self._in_columns else 1)
        shares = [block.columns[i].share for i in shown]
        widths = [Mm(room * share / sum(shares)) for share in shares]
        _repeat(table.rows[0])
        for cell, i in zip(table.rows[0].cells, shown, strict=True):
            _fill(cell, (Run(block.columns[i].name, bold=True),))
        for values in block.rows:
            row = table.add_row()
            _keep_whole(row)
            for cell, i in zip(row.cells, shown, strict=True):
                _fill(cell, values[i].runs)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = width
        if not self.is_one_page:
            self.document.add_paragraph()

    _in_columns = False

    def _columns(self, block: Columns) -> None:
        from docx.enum.section import WD_SECTION
        from docx.oxml.ns import qn

        self._in_columns = len(block.columns) > 1
        if self._in_columns:
            section = self.document.add_section(WD_SECTION.CONTINUOUS)
            columns = section._sectPr.find(qn("w:cols"))
            columns.set(qn("w:num"), str(len(block.columns)))
            columns.set(qn("w:space"), "284")
        for some in block.columns:
            for table in some:
                self.write(table)
                self.document.add_paragraph()
        if self._in_columns:
            after = self.document.add_section(WD_SECTION.CONTINUOUS)
            after._sectPr.find(qn("w:cols")).set(qn("w:num"), "1")
        self._in_columns = False

    def _picture(self, block: Picture) -> None:
        from docx.shared import Mm

        picture = self.document.add_picture(io.BytesIO(self.pictures[block.drawing]), width=Mm(150))
        described = picture._inline.docPr
        described.set("descr", _plain(block.alt))
        described.set("title", _plain(block.alt.partition(".")[0]))


def _plain(text: str) -> str:
    """The text without what a Word file cannot hold."""
    return _NOT_XML.sub("", text)


def _add_runs(paragraph: Any, runs: Sequence[Run]) -> None:
    from docx.shared import RGBColor

    for each in runs:
        run = paragraph.add_run(_plain(each.text))
        run.bold = each.bold or None
        if each.small:
            run.font.color.rgb = RGBColor(0x47, 0x53, 0x59)


def _fill(cell: Any, runs: Sequence[Run]) -> None:
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    _add_runs(paragraph, runs)


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _describe(table: Any, caption: str) -> None:
    """What the table is of, for a screen reader."""
    table._tbl.tblPr.append(_element("w:tblCaption", val=_plain(caption)))


def _repeat(row: Any) -> None:
    """The row is a heading, and stands again at the top of each page."""
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))


def _number(paragraph: Any, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


def _add_page_number(paragraph: Any) -> None:
    field = _element("w:fldSimple", instr="PAGE")
    run = _element("w:r")
    run.append(_element("w:t"))
    run[0].text = "1"
    field.append(run)
    paragraph._p.append(field)
