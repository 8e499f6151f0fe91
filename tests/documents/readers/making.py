"""Files made for the tests, each by the library that people's programs resemble."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from fingerpost.documents.model import Block, Cell, Document, ListBlock, Row, Table, cell_text, plain


def zipped(members: dict[str, bytes], *, packed: bool = True) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Override PartName="/%s" ContentType="application/vnd.openxmlformats-officedocument.%s.main+xml"/></Types>'
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx_of(body: str, links: bytes = b"") -> bytes:
    """A Word document from the XML within its body."""
    named = {"word/_rels/document.xml.rels": links} if links else {}
    return zipped(
        {
            "[Content_Types].xml": TYPES % (b"word/document.xml", b"wordprocessingml.document"),
            "word/document.xml": f"<w:document {W} {MORE}><w:body>{body}</w:body></w:document>".encode(),
            **named,
        }
    )


MORE = (
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table", "style")
)


def odf_of(kind: str, body: str, *, styles: str = "", manifest: bytes = b"<manifest/>") -> bytes:
    """An OpenDocument file ("text" or "spreadsheet") from the XML within its body."""
    content = (
        f"<office:document-content {ODF}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(),
            "META-INF/manifest.xml": manifest,
            "content.xml": content.encode(),
        }
    )


def sheet_of(rows: str, *, after: str = "", book: str = "", **members: bytes) -> bytes:
    """An Excel workbook of one sheet, "Plan", from the XML of its rows."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return zipped(
        {
            "[Content_Types].xml": TYPES % (b"xl/workbook.xml", b"spreadsheetml.sheet"),
            "xl/workbook.xml": (
                f'<workbook xmlns="{main}" xmlns:r="{links}">{book}'
                '<sheets><sheet name="Plan" sheetId="1" r:id="a"/></sheets></workbook>'
            ).encode(),
            "xl/_rels/workbook.xml.rels": (
                b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                b'<Relationship Id="a" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
            ),
            "xl/worksheets/sheet1.xml": (
                f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>{after}</worksheet>'.encode()
            ),
            **{f"xl/{name}.xml": content for name, content in members.items()},
        }
    )


def pdf_of(*streams: bytes, packed: bool = False) -> bytes:
    """A PDF of one page for each content stream, in Helvetica, written by hand."""
    objects: list[bytes] = [b"", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    pages = []
    for stream in streams:
        body = zlib.compress(stream, 9) if packed else stream
        coding = b"/Filter/FlateDecode" if packed else b""
        objects.append(b"<</Length %d%s>>stream\n%s\nendstream" % (len(body), coding, body))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>"
            % len(objects)
        )
        pages.append(len(objects))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), b" ".join(b"%d 0 R" % page for page in pages))
    made = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + table + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(made))


def rows(table: Table) -> list[list[str]]:
    return [[cell_text(cell) for cell in row.cells] for row in (*table.header, *table.rows)]


def every_row(table: Table) -> list[Row]:
    return [*table.header, *table.rows]


def cells(table: Table) -> list[Cell]:
    return [cell for row in every_row(table) for cell in row.cells]


def table_of(document: Document) -> Table:
    """The one table of a document."""
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    return table


def says(blocks: tuple[Block, ...]) -> list[Any]:
    """Blocks as plain values that are easy to compare: words, lists of items, tables of rows."""
    said: list[Any] = []
    for block in blocks:
        if isinstance(block, Table):
            said.append(rows(block))
        elif isinstance(block, ListBlock):
            said.append([says(item) for item in block.items])
        else:
            said.append(plain(block))
    return said
