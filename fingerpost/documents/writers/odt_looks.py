"""The style sheet of an OpenDocument text: page, footer, paragraph, list and table styles (ODF 1.3, part 3, 16)."""

from __future__ import annotations

from xml.sax.saxutils import escape

from fingerpost.documents.model import Document
from fingerpost.documents.writers.layout import clean, language_tag
from fingerpost.documents.writers.look import Look

FACE = "Arial"
BASE = 10.5  # points
INK, QUIET, RULE, TINT = "#0b0c0c", "#505a5f", "#b1b4b6", "#f3f5f7"
PAGE_MM = {False: (210, 297), True: (297, 210)}
MARGIN_MM = 20
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    }.items()
)

# Style of each kind of paragraph, by the style's name in the file.
STYLE_OF = {
    "body": "Text_20_body",
    "lead": "Lead",
    "summary": "Summary",
    "note": "Note",
    "small": "Small",
    "navigation": "Navigation",
}

# name -> parent, size in points, space before, space after, bold, colour, further paragraph properties
_Row = tuple[str, float, float, float, bool, str, str]
_KEEP = 'fo:keep-with-next="always"'


def _rows(accent: str) -> dict[str, _Row]:
    top = f'fo:border-top="1.5pt solid {accent}" fo:padding-top="6pt"'
    side = f'fo:border-left="2.25pt solid {accent}" fo:padding-left="8pt" fo:margin-left="1mm"'
    shade = f'fo:background-color="{TINT}" fo:padding="5pt" fo:border="none"'
    hang = 'fo:margin-left="11mm" fo:text-indent="-11mm"'
    return {
        "Text_20_body": ("Standard", BASE, 0, 6, False, INK, ""),
        "Title": ("Standard", 24, 0, 10, True, INK, _KEEP),
        "Heading_20_1": ("Standard", 20, 22, 8, True, INK, _KEEP),
        "Heading_20_2": ("Standard", 16, 14, 6, True, INK, f"{_KEEP} {top}"),
        "Heading_20_3": ("Standard", 12.5, 11, 5, True, INK, _KEEP),
        "Heading_20_4": ("Standard", 11, 12, 4, True, INK, _KEEP),
        "Heading_20_5": ("Standard", BASE, 10, 4, True, INK, _KEEP),
        "Heading_20_6": ("Standard", BASE, 10, 4, True, QUIET, _KEEP),
        "Caption": ("Standard", BASE, 4, 4, True, INK, _KEEP),
        "List_20_Bullet": ("Standard", BASE, 0, 3, False, INK, ""),
        "List_20_Number": ("Standard", BASE, 0, 3, False, INK, ""),
        "Contents_20_Heading": ("Standard", 12.5, 8, 2, True, INK, _KEEP),
        "Contents_20_1": ("Standard", BASE, 6, 2, True, INK, ""),
        "Contents_20_2": ("Standard", BASE, 0, 2, False, INK, 'fo:margin-left="5mm"'),
        "Contents_20_3": ("Standard", BASE, 0, 2, False, INK, 'fo:margin-left="10mm"'),
        "Contents_20_4": ("Standard", BASE, 0, 2, False, INK, 'fo:margin-left="15mm"'),
        "Lead": ("Text_20_body", 13, 0, 8, False, INK, ""),
        "Summary": ("Text_20_body", BASE, 2, 8, False, INK, side),
        "Note": ("Text_20_body", BASE, 4, 8, False, INK, shade),
        "Numbered": ("Text_20_body", BASE, 0, 6, False, INK, hang),
        "Small": ("Text_20_body", 9, 0, 5, False, QUIET, ""),
        "Navigation": ("Text_20_body", 9, 6, 6, False, INK, ""),
        "Table_20_Contents": ("Standard", 9.5, 0, 2, False, INK, ""),
        "Table_20_List": ("List_20_Bullet", 9.5, 0, 2, False, INK, ""),
        "Table_20_Heading": ("Table_20_Contents", 9.5, 0, 2, True, INK, ""),
        "Table_20_Gap": ("Standard", 6, 0, 0, False, INK, ""),
        "Picture": ("Standard", BASE, 0, 4, False, INK, _KEEP),
        "Footer": ("Standard", 8.5, 0, 0, False, QUIET, ""),
    }


def sheet(document: Document, look: Look, *, wide: bool) -> bytes:
    """styles.xml of a paper; `wide` lays its pages on their side."""
    language, _, country = language_tag(document.language).partition("-")
    tongue = f'fo:language="{language}" fo:country="{country if len(country) == 2 else "none"}"'
    face = f'fo:font-family="{FACE}" fo:font-size="{BASE}pt" fo:color="{INK}"'
    default = f'<style:text-properties {face} {tongue} fo:hyphenate="false"/>'
    paragraphs = "".join(_paragraph(name, row) for name, row in _rows(look.accent).items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-styles {NAMESPACES} office:version="1.3">'
        f'<office:styles><style:default-style style:family="paragraph"><style:paragraph-properties '
        f'style:tab-stop-distance="11mm"/>{default}</style:default-style>'
        f'<style:style style:name="Standard" style:family="paragraph" style:class="text"/>{paragraphs}'
        f"{_text_styles(look.accent)}{_list('List_20_1', ordered=False)}{_list('Numbering_20_1', ordered=True)}"
        f"{_OUTLINE}</office:styles>{_page(document, look, wide)}</office:document-styles>"
    ).encode()


def _paragraph(name: str, row: _Row) -> str:
    parent, size, before, after, bold, colour, more = row
    level = f' style:default-outline-level="{name[-1]}"' if name.startswith("Heading") else ""
    shown = name.replace("_20_", " ")
    weight = ' fo:font-weight="bold" style:font-weight-complex="bold"' if bold else ""
    return (
        f'<style:style style:name="{name}" style:display-name="{shown}" style:family="paragraph" '
        f'style:parent-style-name="{parent}"{level}><style:paragraph-properties fo:margin-top="{before}pt" '
        f'fo:margin-bottom="{after}pt" fo:line-height="{115 if size < 12 else 100}%" {more}/>'
        f'<style:text-properties fo:font-size="{size}pt" style:font-size-asian="{size}pt" '
        f'style:font-size-complex="{size}pt" fo:color="{colour}"{weight}/></style:style>'
    )


def _text_styles(accent: str) -> str:
    link = f'fo:color="{accent}" style:text-underline-style="solid" style:text-underline-width="auto"'
    kinds = {
        "Strong": 'fo:font-weight="bold" style:font-weight-complex="bold"',
        "Emphasis": 'fo:font-style="italic" style:font-style-complex="italic"',
        "Strong_20_Emphasis": 'fo:font-weight="bold" fo:font-style="italic"',
        "Internet_20_link": link,
    }
    return "".join(
        f'<style:style style:name="{name}" style:display-name="{name.replace("_20_", " ")}" style:family="text">'
        f"<style:text-properties {properties}/></style:style>"
        for name, properties in kinds.items()
    )


def _list(name: str, *, ordered: bool) -> str:
    """Ten levels, each 6 mm deeper."""
    levels = []
    for level in range(1, 11):
        at = f'<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">{_hang(level)}'
        mark = (
            f'<text:list-level-style-number text:level="{level}" style:num-suffix="." style:num-format="1">'
            if ordered
            else f'<text:list-level-style-bullet text:level="{level}" text:bullet-char="•">'
        )
        end = "</text:list-level-style-number>" if ordered else "</text:list-level-style-bullet>"
        levels.append(f"{mark}{at}</style:list-level-properties>{end}")
    return f'<text:list-style style:name="{name}">{"".join(levels)}</text:list-style>'


def _hang(level: int) -> str:
    return (
        '<style:list-level-label-alignment text:label-followed-by="listtab" '
        f'fo:text-indent="-5mm" fo:margin-left="{6 * level - 1}mm"/>'
    )


_OUTLINE = "".join(
    (
        '<text:outline-style style:name="Outline">',
        *(f'<text:outline-level-style text:level="{level}" style:num-format=""/>' for level in range(1, 11)),
        "</text:outline-style>",
    )
)


def _page(document: Document, look: Look, wide: bool) -> str:
    """Page layout and master page, with the footer's words on the left and the page's number on the right."""
    width, height = PAGE_MM[wide]
    stop = f'<style:tab-stop style:position="{width - 2 * MARGIN_MM}mm" style:type="right"/>'
    before, between, after = (escape(clean(part)).replace(" ", "<text:s/>") for part in look.page_parts())
    number = f"{before}<text:page-number/>{between}<text:page-count/>{after}"
    return (
        '<office:automatic-styles><style:style style:name="Foot" style:family="paragraph" '
        f'style:parent-style-name="Footer"><style:paragraph-properties><style:tab-stops>{stop}</style:tab-stops>'
        '</style:paragraph-properties></style:style><style:page-layout style:name="Page"><style:page-layout-properties '
        f'fo:page-width="{width}mm" fo:page-height="{height}mm" fo:margin="18mm" fo:margin-left="{MARGIN_MM}mm" '
        f'fo:margin-right="{MARGIN_MM}mm" fo:margin-top="18mm" fo:margin-bottom="10mm" '
        f'style:print-orientation="{"landscape" if wide else "portrait"}"/>'
        '<style:footer-style><style:header-footer-properties fo:min-height="8mm" fo:margin-top="5mm"/>'
        "</style:footer-style></style:page-layout></office:automatic-styles><office:master-styles>"
        '<style:master-page style:name="Standard" style:page-layout-name="Page"><style:footer>'
        f'<text:p text:style-name="Foot">{escape(clean(document.footer))}<text:tab/>{number}</text:p>'
        "</style:footer></style:master-page></office:master-styles>"
    )
