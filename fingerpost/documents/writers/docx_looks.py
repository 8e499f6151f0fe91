"""The looks of a Word file: page, styles, footer, numbering. All in styles, so that they can be changed in Word."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from fingerpost.documents.model import Document
from fingerpost.documents.writers.layout import clean, language_tag
from fingerpost.documents.writers.look import Look

FACE = "Arial"
BASE = 10.5  # points
INK, QUIET, RULE, TINT = "0B0C0C", "505A5F", "B1B4B6", "F3F5F7"

# Style of each kind of paragraph, by the style's identity in the file.
STYLE_OF = {
    "body": "BodyText",
    "lead": "Lead",
    "summary": "Summary",
    "note": "Note",
    "small": "Small",
    "navigation": "Navigation",
}

# name -> size in points, space before, space after, bold, colour
TEXT_STYLES: dict[str, tuple[float, float, float, bool, str]] = {
    "Normal": (BASE, 0, 0, False, INK),
    "Body Text": (BASE, 0, 6, False, INK),
    "Title": (24, 0, 10, True, INK),
    "Heading 1": (16, 20, 8, True, INK),
    "Heading 2": (12.5, 16, 5, True, INK),
    "Heading 3": (11, 12, 4, True, INK),
    "Heading 4": (BASE, 10, 4, True, INK),
    "Heading 5": (BASE, 10, 4, True, QUIET),
    "Caption": (BASE, 10, 4, True, INK),
    "List Bullet": (BASE, 0, 3, False, INK),
    "List Bullet 2": (BASE, 0, 3, False, INK),
    "List Bullet 3": (BASE, 0, 3, False, INK),
    "List Number": (BASE, 0, 3, False, INK),
    "List Number 2": (BASE, 0, 3, False, INK),
    "List Number 3": (BASE, 0, 3, False, INK),
    "List Continue": (BASE, 0, 3, False, INK),
    "List Continue 2": (BASE, 0, 3, False, INK),
    "List Continue 3": (BASE, 0, 3, False, INK),
    "TOC Heading": (12.5, 16, 6, True, INK),
    "toc 1": (BASE, 6, 2, True, INK),
    "toc 2": (BASE, 0, 2, False, INK),
    "toc 3": (BASE, 0, 2, False, INK),
    "toc 4": (BASE, 0, 2, False, INK),
    "Footer": (8.5, 0, 0, False, QUIET),
    "Lead": (13, 0, 8, False, INK),
    "Summary": (BASE, 2, 8, False, INK),
    "Note": (BASE, 4, 8, False, INK),
    "Small": (9, 0, 5, False, QUIET),
    "Navigation": (9, 6, 6, False, INK),
    "Table Text": (BASE, 0, 2, False, INK),
    "Table Heading": (BASE, 0, 2, True, INK),
    "Table Gap": (6, 0, 0, False, INK),
    "Picture": (BASE, 0, 4, False, INK),
}
_SIDES = ("top", "left", "bottom", "right")
_NUMBERED = {name for name in TEXT_STYLES if name.startswith("List")}
_KEPT_WITH_NEXT = ("Title", "Caption", "Picture", "TOC Heading", *(f"Heading {level}" for level in range(1, 6)))


def dress(file: Any, document: Document, look: Look, *, wide: bool) -> int:
    """Lays out page, styles and footer; gives the width of the text in twentieths of a point."""
    section = file.sections[0]
    short, long = Mm(210), Mm(297)
    section.page_width, section.page_height = (long, short) if wide else (short, long)
    section.orientation = 1 if wide else 0
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin, section.footer_distance = Mm(18), Mm(20), Mm(10)
    width = int((section.page_width - section.left_margin - section.right_margin) / 635)
    _styles(file, look)
    _defaults(file, language_tag(document.language))
    _footer(section, document, look, width)
    return width


def _styles(file: Any, look: Look) -> None:
    known = _strip(file)
    for name in TEXT_STYLES:
        style = _style(file, name, known)
        _dress_style(style, name)
        if not name.startswith("Heading") and name not in ("Normal", *_NUMBERED):
            style.base_style = known["Normal"]  # not of a heading, as the template's contents heading is
    for name in TEXT_STYLES:
        _adorn(file.styles[name], name, look)
    _link_style(file, look)
    file.styles.element.append(parse_xml(table_style(look)))


def _dress_style(style: Any, name: str) -> None:
    """Size, colour, space and outline level of a style of ours."""
    size, before, after, bold, colour = TEXT_STYLES[name]
    _plain_face(style, size, colour, bold)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.15 if size < 12 else 1.0
    style.paragraph_format.keep_with_next = True if name in _KEPT_WITH_NEXT else None
    if name.startswith("Heading"):
        _outline(style, int(name[-1]) - 1)


def _adorn(style: Any, name: str, look: Look) -> None:
    """Rules, shades and indents of the few styles that have them."""
    accent = look.accent[1:].upper()
    if name == "Heading 1":
        _borders(style, f'<w:top w:val="single" w:sz="12" w:space="6" w:color="{accent}"/>')
    elif name == "Summary":
        _borders(style, f'<w:left w:val="single" w:sz="24" w:space="8" w:color="{accent}"/>')
        style.paragraph_format.left_indent = Mm(4)
    elif name == "Note":
        _shade(style, TINT)
        _borders(style, "".join(f'<w:{side} w:val="single" w:sz="4" w:space="5" w:color="{TINT}"/>' for side in _SIDES))
        style.paragraph_format.left_indent = style.paragraph_format.right_indent = Mm(2)
    elif name in ("toc 2", "toc 3", "toc 4"):
        style.paragraph_format.left_indent = Mm(5 * (int(name[-1]) - 1))


def _link_style(file: Any, look: Look) -> None:
    link = file.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = RGBColor.from_string(look.accent[1:].upper()), True


def table_style(look: Look) -> str:
    """Our table style as XML."""
    return _TABLE_STYLE.format(namespaces=nsdecls("w"), accent=look.accent[1:].upper(), rule=RULE)


def style_id_of(name: str) -> str:
    """The id under which the flow names a style of ours."""
    return f"TOC{name[4:]}" if name.startswith("toc ") else name.replace(" ", "")


def add_ours(file: Any, name: str, look: Look, normal: Any) -> Any:
    """A style of ours in somebody else's file, on its Normal."""
    style = _style(file, name, {})
    style.base_style = normal
    _dress_style(style, name)
    _adorn(style, name, look)
    return style


def add_link_style(file: Any, look: Look) -> None:
    """The style of links, where a file has none."""
    if not any(style.name == "Hyperlink" for style in file.styles):
        _link_style(file, look)


def _strip(file: Any) -> dict[str, Any]:
    """Takes out the template's table styles and thumbnail, which no paper uses; gives what is left by name."""
    kept = {}
    for style in list(file.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.style_id != "TableNormal":
            style.delete()
        else:
            kept[style.name] = style
    relations = file.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        del relations[key]
    return kept


def _style(file: Any, name: str, known: dict[str, Any]) -> Any:
    """The style of this name, made from Normal where the file has none."""
    if name in known:
        return known[name]
    style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.startswith("toc "))
    if name.startswith("toc "):
        style.style_id = f"TOC{name[4:]}"
    style.quick_style = not name.startswith("toc ")
    return style


def _plain_face(style: Any, size: float, colour: str, bold: bool) -> None:
    """Only what differs from the defaults, so that a table's smaller size reaches the paragraphs within it."""
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    style.font.size = Pt(size) if size != BASE else None
    style.font.bold = bold or None
    style.font.color.rgb = RGBColor.from_string(colour) if colour != INK else None
    if style.name not in _NUMBERED and style.element.pPr is not None:
        style.element.remove(style.element.pPr)


def _outline(style: Any, level: int) -> None:
    """The level that screen readers and Word's navigation give to paragraphs of a heading style."""
    outline = OxmlElement("w:outlineLvl")
    outline.set(qn("w:val"), str(level))
    style.element.get_or_add_pPr().append(outline)


def _borders(style: Any, sides: str) -> None:
    _in_order(style, parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>"))


def _shade(style: Any, colour: str) -> None:
    _in_order(style, parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>'))


def _in_order(style: Any, element: Any) -> None:
    """Into the style's paragraph properties, where the schema wants it: before tabs, spacing and indents."""
    properties = style.element.get_or_add_pPr()
    later = [qn(f"w:{name}") for name in ("shd", "tabs", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl")]
    position = next((at for at, child in enumerate(properties) if child.tag in later), len(properties))
    properties.insert(position, element)


def _defaults(file: Any, language: str) -> None:
    """Face, size, colour and language of all text, from which every style starts."""
    defaults = file.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault"))
    for old in list(defaults):
        defaults.remove(old)
    faces = " ".join(f'w:{script}="{FACE}"' for script in ("ascii", "hAnsi", "cs", "eastAsia"))
    tongues = " ".join(f'w:{script}="{language}"' for script in ("val", "eastAsia", "bidi"))
    size = round(BASE * 2)
    defaults.append(
        parse_xml(
            f'<w:rPr {nsdecls("w")}><w:rFonts {faces}/><w:color w:val="{INK}"/><w:sz w:val="{size}"/>'
            f'<w:szCs w:val="{size}"/><w:lang {tongues}/></w:rPr>'
        )
    )
    for theme in file.settings.element.findall(qn("w:themeFontLang")):
        theme.set(qn("w:val"), language)


def _footer(section: Any, document: Document, look: Look, width: int) -> None:
    """The footer's words on the left, "Page 1 of 3" on the right; the numbers are fields."""
    paragraph = section.footer.paragraphs[0]
    properties = paragraph._p.get_or_add_pPr()
    stop = f'<w:tab w:val="right" w:pos="{width - 40}"/>'  # LibreOffice drops a stop that stands on the margin
    properties.append(parse_xml(f"<w:tabs {nsdecls('w')}>{stop}</w:tabs>"))
    before, between, after = look.page_parts()
    paragraph.add_run(clean(document.footer) + "\t" + clean(before))
    _field(paragraph, "PAGE")
    paragraph.add_run(clean(between))
    _field(paragraph, "NUMPAGES")
    if after:
        paragraph.add_run(clean(after))


def _field(paragraph: Any, code: str) -> None:
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    paragraph._p.append(field)


def new_list(file: Any, style: str) -> str:
    """Paragraph properties of a numbered list that starts again at 1, in the numbering of a list style."""
    numbering = file.part.numbering_part.element
    used = next(each for each in file.styles if each.style_id == style).element.pPr.numPr.numId.val
    abstract = next(num for num in numbering.num_lst if num.numId == used).abstractNumId.val
    fresh = numbering.add_num(abstract)
    fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
    return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{fresh.numId}"/></w:numPr>'


_TABLE_STYLE = """<w:style {namespaces} w:type="table" w:customStyle="1" w:styleId="FingerpostTable">
<w:name w:val="Fingerpost Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>
<w:rPr><w:sz w:val="19"/><w:szCs w:val="19"/></w:rPr>
<w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="{rule}"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{rule}"/></w:tblBorders>
<w:tblCellMar><w:top w:w="60" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>
<w:right w:w="160" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>
<w:bottom w:val="single" w:sz="12" w:space="0" w:color="{accent}"/></w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr>
</w:tblStylePr></w:style>"""
