"""Somebody's own Word file as the base of a paper: its styles, header, footer and page are kept, its body is replaced.

Styles are found by name, whatever their ids. What the file lacks is added in the looks of ours, on its own Normal.
"""

from __future__ import annotations

import re
from copy import deepcopy
from io import BytesIO
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart

from fingerpost.documents.readers.archive import Archive
from fingerpost.documents.readers.outcome import Limits, Unreadable
from fingerpost.documents.writers.docx_looks import TEXT_STYLES, add_ours, style_id_of
from fingerpost.documents.writers.look import Look

LIMITS = Limits(file_bytes=10_000_000, unpacked_bytes=60_000_000, members=500)
_EXTERNAL = re.compile(rb'<[\w:]*Relationship\b[^>]*TargetMode\s*=\s*["\']External["\'][^>]*>', re.IGNORECASE)
_HARMLESS = re.compile(rb"/(?:hyperlink|attachedTemplate)[\"']", re.IGNORECASE)  # taken out or plainly a link
_ACTIVE = re.compile(r"(?:^|/)(?:embeddings|activeX|vba)", re.IGNORECASE)
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# What the file's main part keeps; the rest belonged to the body that is replaced.
_KEPT = (
    "styles",
    "numbering",
    "settings",
    "theme",
    "fontTable",
    "webSettings",
    "header",
    "footer",
    "footnotes",
    "endnotes",
)
# What the settings must not hand on: a form's lock, a template and a data source elsewhere.
_SETTINGS = ("documentProtection", "attachedTemplate", "mailMerge", "writeProtection")
_NARROWEST = 2_000  # of the text, in twentieths of a point: 35 mm
_STYLED = re.compile(r'(<w:[pr]Style w:val=")([^"]*)(")')


def check_base(content: bytes) -> None:
    """Raises `Unreadable`, with a sentence for its sender, where a file cannot or must not be the base of papers."""
    archive = Archive(content, LIMITS)
    for name in archive.names:
        part = archive.read(name)  # counted against the limits, whatever it says of its size
        if _ACTIVE.search(name):
            raise Unreadable(
                "The file holds something that runs or opens in another program. Take it out and save again."
            )
        if name.endswith((".xml", ".rels")) and _DECLARED.search(part):
            raise Unreadable(
                "The file holds declarations that Word never writes. Open it in Word, save it and send that."
            )
        if name.endswith(".rels") and any(not _HARMLESS.search(one) for one in _EXTERNAL.findall(part)):
            raise Unreadable(
                "The file fetches a picture or another part from elsewhere. Put it into the file itself and save again."
            )
    try:
        file = docx.Document(BytesIO(content))
        sections = len(file.sections)
    except Exception as fault:  # python-docx raises what its parsers raise
        raise Unreadable(
            "The file is no whole Word document. Open it in Word, save it as .docx and send that."
        ) from fault
    if not sections or file.element.body[-1].tag != qn("w:sectPr"):
        raise Unreadable("The file says nothing of its page. Open it in Word, save it as .docx and send that.")
    if width_of(file) < _NARROWEST:
        raise Unreadable("The margins of the file leave no room for text. Make them narrower and send it again.")


def opened(base: bytes) -> Any:
    """The file without its body's own parts, settings that would bind the paper, and its thumbnail."""
    file = docx.Document(BytesIO(base))
    body = file.element.body
    for old in list(body)[:-1]:
        body.remove(old)
    for relations, kept in ((file.part.rels, _KEPT), (file.part._settings_part.rels, ())):
        for key in [key for key, one in relations.items() if not one.reltype.endswith(kept or ("\0",))]:
            del relations[key]
    for name in _SETTINGS:
        for found in file.settings.element.findall(qn(f"w:{name}")):
            file.settings.element.remove(found)
    package = file.part.package.rels
    for key in [key for key, one in package.items() if one.reltype.endswith("/thumbnail")]:
        del package[key]
    return file


def width_of(file: Any) -> int:
    """The width of the text in twentieths of a point."""
    section = file.sections[-1]
    sides = (section.page_width, section.left_margin, section.right_margin)
    if any(side is None for side in sides):
        return 9_026  # A4 with Word's usual margins
    return int((sides[0] - sides[1] - sides[2]) / 635)


def adopt(file: Any, look: Look) -> dict[str, str]:
    """Adds the styles that the file lacks; gives the file's own ids of those that it has, by ours."""
    known = {style.name.lower(): style for style in file.styles if style.type != WD_STYLE_TYPE.TABLE and style.name}
    normal = file.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    ids: dict[str, str] = {}
    for name in TEXT_STYLES:
        own = known.get(name.lower())
        if own is not None:
            ids[style_id_of(name)] = own.style_id
        elif name in ("Normal", "Body Text") and normal is not None:
            ids[style_id_of(name)] = normal.style_id
        else:
            ids[style_id_of(name)] = add_ours(file, name, look, normal).style_id
    if link := known.get("hyperlink"):
        ids["Hyperlink"] = link.style_id
    _number_lists(file, ids)
    return ids


def renamed(flow: str, ids: dict[str, str]) -> str:
    """The flow with the file's own ids of styles."""
    return _STYLED.sub(lambda match: match[1] + ids.get(match[2], match[2]) + match[3], flow)


def _number_lists(file: Any, ids: dict[str, str]) -> None:
    """Bullets and numbers for list styles that have none: copies of those in python-docx's own template."""
    styles = {style.style_id: style for style in file.styles}
    wanted = [f"List{kind}{level}" for kind in ("Bullet", "Number") for level in ("", "2", "3")]
    bare = [name for name in wanted if not _has_numbering(styles[ids[name]])]
    if not bare:
        return
    source = docx.Document()
    numbering = _numbering(file)
    theirs = {style.style_id: style for style in source.styles}
    definitions = source.part.numbering_part.element
    for name in bare:
        number = theirs[name].element.pPr.numPr.numId.val
        wanted_id = next(one for one in definitions.num_lst if one.numId == number).abstractNumId.val
        found = next(
            one for one in definitions.findall(qn("w:abstractNum")) if one.get(qn("w:abstractNumId")) == str(wanted_id)
        )
        taken = [int(one.get(qn("w:abstractNumId"))) for one in numbering.findall(qn("w:abstractNum"))]
        fresh = deepcopy(found)
        fresh_id = max(taken, default=-1) + 1
        fresh.set(qn("w:abstractNumId"), str(fresh_id))
        for linked in fresh.iter(qn("w:pStyle")):
            linked.set(qn("w:val"), ids[name])
        at = next((place for place, one in enumerate(numbering) if one.tag == qn("w:num")), len(numbering))
        numbering.insert(at, fresh)
        made = numbering.add_num(fresh_id)
        properties = styles[ids[name]].element.get_or_add_pPr()
        properties.get_or_add_numPr().get_or_add_numId().val = made.numId


def _has_numbering(style: Any) -> bool:
    properties = style.element.pPr
    return properties is not None and properties.numPr is not None and properties.numPr.numId is not None


def _numbering(file: Any) -> Any:
    """The numbering definitions, an empty part where the file has none."""
    try:
        return file.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element
    except KeyError:
        empty = f"<w:numbering {nsdecls('w')}/>".encode()
        place = PackURI("/word/numbering.xml")
        part = NumberingPart.load(place, CONTENT_TYPE.WML_NUMBERING, empty, file.part.package)
        file.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        return part.element


def add_table_style(file: Any, xml: str) -> None:
    """Our table style, unless the file was one of ours already."""
    if not any(style.style_id == "FingerpostTable" for style in file.styles):
        file.styles.element.append(parse_xml(xml))
