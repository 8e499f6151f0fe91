"""Files that are wrong, broken or made to do harm get a plain sentence, and quickly."""

import io
import random
import struct
import time
import zipfile
import zlib
from contextlib import suppress

import pytest

from fingerpost.documents.model import Place
from fingerpost.documents.readers import Limits, Unreadable, pdf_guard, read, read_with_warnings
from fingerpost.documents.readers.archive import STEP
from tests.documents.readers.making import docx_of, odf_of, pdf_of, says, sheet_of, zipped

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
SEND = "Send it as .docx, .odt, .pdf, .xlsx, .ods, .html, .csv or plain text."
LOCKED = "The file is protected by a password. Save a copy without the password and send that."
EMPTY = "The file is empty. Check that the right file was chosen, and that it was saved."
CUT_SHORT = (
    "The file is damaged or cut short: it cannot be unpacked. "
    "Fetch or save it again, open it once to see that it is whole, and send that."
)
PDF_CUT_SHORT = (
    "The PDF is damaged or cut short: it cannot be opened. "
    "Fetch or save it again, open it once to see that it is whole, and send that."
)
ENTITIES = (
    "The file defines XML entities, which office programs never do: it may have been made to do harm and was not read. "
    "Open it in an office program, save it again and send that."
)


def refusal(content: bytes, name: str, limits: Limits | None = None) -> str:
    started = time.process_time()
    with pytest.raises(Unreadable) as caught:
        read(content, name, limits=limits or Limits())
    assert time.process_time() - started < 5
    assert str(caught.value) == caught.value.message
    return caught.value.message


@pytest.mark.parametrize("content", [b"", b"  \r\n\t\n", b"\x00\x00\x00"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert refusal(content, "plan.docx") == EMPTY


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (PNG, "a.docx", f"The name ends in .docx, but the file is a picture (PNG). Choose the document itself. {SEND}"),
        (b"MZ" + b"\x90\x00" * 60, "plan.pdf", f"The name ends in .pdf, but the file is a Windows program. Choose the document itself. {SEND}"),  # noqa: E501
        (b"\x7fELF\x02\x01\x01", "notes.txt", f"The name ends in .txt, but the file is a Linux program. Choose the document itself. {SEND}"),  # noqa: E501
        (PNG, "scan.png", f"The file is a picture (PNG), which is not read here. {SEND}"),
        (b"{\\rtf1 hello}", "plan.rtf", f"The file is a Rich Text (RTF) document, which is not read here. {SEND}"),
        (b"some plain words", "plan.docx", "The name ends in .docx, but the file is plain text. If that is what you mean to send, rename it to end in .txt; otherwise choose the right file."),  # noqa: E501
        (pdf_of(b""), "plan.xlsx", "The name ends in .xlsx, but the file is a PDF. If that is what you mean to send, rename it to end in .pdf; otherwise choose the right file."),  # noqa: E501
        (docx_of(""), "plan.csv", "The name ends in .csv, but the file is a Word document (.docx). If that is what you mean to send, rename it to end in .docx; otherwise choose the right file."),  # noqa: E501
        (zipped({"a.docx": b"x"}), "plan.docx", "The file is a zip archive. Unpack it and send the document that is inside."),  # noqa: E501
    ],
)  # fmt: skip
def test_the_wrong_type_behind_the_extension_is_refused(content: bytes, name: str, message: str) -> None:
    assert refusal(content, name) == message


@pytest.mark.parametrize(
    ("stream", "message"),
    [
        ("EncryptedPackage", LOCKED),
        ("WordDocument", "The file is in the old Word format (.doc). Open it in Word or LibreOffice, save as .docx and send that."),  # noqa: E501
        ("Workbook", "The file is in the old Excel format (.xls). Open it in Excel or LibreOffice, save as .xlsx and send that."),  # noqa: E501
        ("Other", "The file is in an old Office format. Open it, save as .docx or .xlsx and send that."),
    ],
)  # fmt: skip
def test_old_and_locked_office_files_are_refused_by_kind(stream: str, message: str) -> None:
    assert refusal(OLE + stream.encode("utf-16-le") + b"\x00" * 100, "plan.docx") == message


def test_a_locked_open_document_is_refused() -> None:
    manifest = b"<manifest><file-entry><encryption-data/></file-entry></manifest>"
    assert refusal(odf_of("text", "", manifest=manifest), "plan.odt") == LOCKED


def test_a_locked_zip_member_is_refused() -> None:
    content = bytearray(docx_of("<w:p/>"))
    at = content.find(b"PK\x01\x02", content.find(b"PK\x01\x02") + 1)
    content[at + 8] |= 1
    assert refusal(bytes(content), "plan.docx") == LOCKED


def test_a_locked_pdf_is_refused() -> None:
    whole = pdf_of(b"BT /F 12 Tf 50 700 Td (Words) Tj ET")
    locked = b"/Encrypt<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -4>>/ID[(a)(a)]" % (b"o" * 32, b"u" * 32)
    assert refusal(whole.replace(b"/Root", locked + b"/Root"), "plan.pdf") == LOCKED


def test_a_scanned_pdf_is_refused_with_its_page_count() -> None:
    drawn = b"0 0 595 842 re f"
    assert refusal(pdf_of(drawn, drawn, drawn), "scan.pdf") == (
        "The PDF has 3 pages but no text: it is probably a scan. "
        "Ask for the document it was made from, or put it through text recognition (OCR) and send the result."
    )


def test_a_page_without_text_among_others_is_a_warning() -> None:
    result = read_with_warnings(pdf_of(b"BT /F 12 Tf 50 700 Td (Words) Tj ET", b"0 0 9 9 re f"), "plan.pdf")
    assert [(w.message, w.place) for w in result.warnings] == [
        ("The page has no text; if it is a picture of one, it was not read.", Place(page=2))
    ]


def bomb(name: str = "word/document.xml", size: int = 25_000_000) -> bytes:
    return zipped({"[Content_Types].xml": b"wordprocessingml", name: b" " * size})


def test_a_zip_bomb_is_refused_by_its_ratio() -> None:
    message = refusal(bomb(), "plan.docx")
    assert message.startswith("The file is 2")
    assert message.endswith(
        "MB: it looks like a zip bomb and was not read any further. Ask the sender for the document itself."
    )


def test_a_zip_bomb_whose_directory_lies_about_its_size_is_refused() -> None:
    content = bytearray(bomb())
    for signature, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        entry = content.rfind(signature)
        content[entry + at : entry + at + 4] = struct.pack("<I", 10)
    assert "it looks like a zip bomb" in refusal(bytes(content), "plan.docx")


def test_a_zip_bomb_is_refused_by_its_total() -> None:
    noise = zlib.compress(bytes(range(256)) * 4, 0)
    content = sheet_of("", **{"sharedStrings": noise * 200})
    assert "it looks like a zip bomb" in refusal(content, "plan.xlsx", Limits(unpacked_bytes=100_000))


def test_too_many_members_are_refused() -> None:
    content = zipped({f"{n}.xml": b"" for n in range(60)})
    assert refusal(content, "plan.docx", Limits(members=50)) == (
        "The file holds 60 parts; at most 50 are read. "
        "It may have been made to do harm. Open it and save it again, or ask the sender."
    )


def test_a_pdf_whose_streams_unpack_to_far_too_much_is_refused() -> None:
    content = pdf_of(b" " * 25_000_000, packed=True)
    message = refusal(content, "plan.pdf")
    assert message.startswith("The PDF is 2")
    assert message.endswith("it was not read. Print it to a new PDF with smaller pictures and send that.")


BOMB = '<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("start", [BOMB, OUTSIDE])
@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("plan.docx", lambda xml: zipped({"[Content_Types].xml": b"wordprocessingml", "word/document.xml": xml})),
        ("plan.odt", lambda xml: zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": xml})),
        ("plan.ods", lambda xml: zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": xml})),  # noqa: E501
        ("plan.xlsx", lambda xml: zipped({"[Content_Types].xml": b"spreadsheetml", "xl/workbook.xml": xml})),
        ("plan.xlsx", lambda xml: sheet_of("<row><c><v>1</v></c></row>", sharedStrings=xml)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_entities_are_refused(start: str, name: str, make, encoding: str) -> None:  # type: ignore[no-untyped-def]
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{start}<r>&b;</r>'.encode(encoding)
    assert refusal(make(xml), name) == ENTITIES


def test_loose_xml_is_refused() -> None:
    for text in (f'<?xml version="1.0"?>{BOMB}<r>&b;</r>', f"{OUTSIDE}<r>&x;</r>"):
        message = f"The file is XML of a kind that is not read here. {SEND}"
        assert refusal(text.encode(), "plan.xml") == message


def test_entities_in_a_web_page_stay_unread() -> None:
    page = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>a&x;b</p></body></html>'
    assert "root:" not in str(read(page, "plan.html"))


def test_a_file_over_the_size_limit_is_refused_with_both_sizes() -> None:
    assert refusal(b"a" * 50_000_001, "plan.txt").startswith("The file is 50 MB; at most 50 MB is read.")
    assert refusal(b"a" * 61_300_000, "plan.txt") == (
        "The file is 61.3 MB; at most 50 MB is read. Split it, or take out its pictures."
    )


def test_broken_characters_are_replaced_with_a_warning_by_line() -> None:
    content = "Caf\u00e9 \u2013 r\u00e9sum\u00e9\nsecond\n".encode() + b"bro\xffken \xc3\xa9\xc3\xa9\n"
    result = read_with_warnings(content, "plan.txt")
    assert [(w.message, w.place) for w in result.warnings] == [
        ('A character could not be read and stand as "\ufffd".', Place(line=3))
    ]


def test_bytes_that_are_mostly_no_text_are_refused() -> None:
    noise = bytes((n * 7919 + n // 3) % 256 for n in range(3000))
    assert refusal(noise, "plan.txt") == (
        "The file is not text: most of it cannot be read as characters. "
        "Send it as .docx, .odt, .pdf, .xlsx, .html, .csv or plain text."
    )


@pytest.mark.parametrize("share", [0.3, 0.7, 0.95])
def test_a_zip_cut_short_is_refused(share: float) -> None:
    whole = docx_of("<w:p><w:r><w:t>" + "words " * 500 + "</w:t></w:r></w:p>")
    assert refusal(whole[: int(len(whole) * share)], "plan.docx") == CUT_SHORT


def test_a_damaged_member_is_refused() -> None:
    whole = bytearray(docx_of("<w:p><w:r><w:t>" + "words " * 500 + "</w:t></w:r></w:p>"))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        at = archive.getinfo("word/document.xml").header_offset
    whole[at + 60 : at + 90] = b"\xff" * 30
    assert refusal(bytes(whole), "plan.docx") in {CUT_SHORT}


def test_xml_that_is_not_well_formed_is_refused() -> None:
    assert refusal(docx_of("<w:p><w:r>"), "plan.docx") == (
        "The file is damaged: its contents are not well formed. Open it in an office program and save it again."
    )


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", pdf_of(b"BT ET")[:120]])
def test_a_pdf_cut_short_is_refused(content: bytes) -> None:
    assert refusal(content, "plan.pdf") == PDF_CUT_SHORT


def test_a_million_empty_repeated_cells_are_passed_over() -> None:
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    body = (
        '<table:table table:name="Plan"><table:table-row><table:table-cell><text:p>words</text:p></table:table-cell>'
        f'{empty}</table:table-row><table:table-row table:number-rows-repeated="1048575">{empty}</table:table-row>'
        "</table:table>"
    )
    started = time.process_time()
    document = read(odf_of("spreadsheet", body), "plan.ods")
    assert time.process_time() - started < 1
    assert len(document.blocks) == 2


def test_repeated_cells_that_are_filled_are_bounded() -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
    body = (
        f'<table:table table:name="Plan"><table:table-row table:number-rows-repeated="1048575">{cell}'
        "</table:table-row></table:table>"
    )
    assert refusal(odf_of("spreadsheet", body), "plan.ods") == (
        "There are more than 1,000,000 cells. Split the file into smaller ones."
    )
    row = '<table:table-row table:number-rows-repeated="99999999">' + cell + "</table:table-row>"
    tables = f"<table:table>{row}</table:table>" * 200
    assert refusal(odf_of("text", tables), "plan.odt") == (
        "The document repeats cells far too often. Open it in LibreOffice and save it again."
    )


def test_cells_far_apart_are_bounded() -> None:
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 1001))
    assert refusal(sheet_of(rows), "plan.xlsx") == (
        "The values stand too far apart. Move or delete those far to the right."
    )


def test_a_merge_over_the_whole_sheet_costs_nothing() -> None:
    merges = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>' * 50
    document = read(sheet_of('<row r="1"><c r="A1"><v>1</v></c></row>', after=merges), "plan.xlsx")
    assert len(document.blocks) == 2


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "ul><li", "span", "b"])
def test_a_deeply_nested_page_is_refused(tag: str) -> None:
    page = "<!DOCTYPE html><body>" + f"<{tag}>" * 100_000 + "words"
    assert refusal(page.encode(), "plan.html") == (
        "The page nests its elements more than 250 deep. Save it as plain text or .docx and send that."
    )


def test_deeply_nested_tables_in_word_are_refused() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 70 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 70
    assert refusal(docx_of(deep), "plan.docx", Limits(depth=20)) == (
        "The document nests tables or boxes too deeply to be read. Save it more simply and send that."
    )
    deeper = "<w:tbl><w:tr><w:tc>" * 3000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 3000
    assert refusal(docx_of(deeper), "plan.docx") == (
        "The file nests its contents too deeply to be read. Save it more simply and send that."
    )


def test_deeply_nested_lists_in_open_document_are_refused() -> None:
    deep = "<text:list><text:list-item>" * 80 + "</text:list-item></text:list>" * 80
    assert refusal(odf_of("text", deep), "plan.odt", Limits(depth=20)) == (
        "The document nests tables, lists or boxes too deeply to be read. Save it more simply and send that."
    )


def test_too_many_pages_are_refused() -> None:
    assert refusal(pdf_of(*[b""] * 4), "plan.pdf", Limits(pages=3)) == (
        "The PDF has 4 pages; at most 3 are read. Send only those that matter."
    )


def test_a_page_of_far_too_many_characters_is_refused_with_its_page() -> None:
    stream = b"BT /F 12 Tf 50 700 Td (" + b"word " * 100 + b") Tj ET"
    with pytest.raises(Unreadable) as caught:
        read(pdf_of(stream), "plan.pdf", limits=Limits(characters_on_page=100))
    assert caught.value.place == Place(page=1)


def test_a_web_page_with_huge_spans_is_bounded() -> None:
    row = "<tr>" + '<td colspan="1000" rowspan="65000">x</td>' * 50 + "</tr>"
    page = f"<!DOCTYPE html><table>{row * 500}</table>"
    assert refusal(page.encode(), "plan.html") == (
        "There are more than 1,000,000 cells. Split the file into smaller ones."
    )


@pytest.mark.parametrize(
    "line",
    ["| a | b", "a\tb\tc", "a   b   c", "+--+--+", "|", "\t\t", "a | b | c |" * 6, '"unclosed,quote', "<ul>" * 50],
)
@pytest.mark.parametrize("ending", ["txt", "csv", "html"])
def test_a_long_text_takes_no_time_out_of_proportion(line: str, ending: str) -> None:
    started = time.process_time()
    content = "\n".join(f"{line}{'  ' * (n % 7)}{n}" for n in range(2000)).encode()
    with suppress(Unreadable):
        read(content, f"plan.{ending}")
    assert time.process_time() - started < 1 + 5 * len(content) / 1_000_000


def test_words_far_off_the_page_cost_nothing_and_are_not_read() -> None:
    started = time.process_time()
    far = b"BT /F 12 Tf 1 0 0 1 900000000 700 Tm (far) Tj ET BT /F 12 Tf 50 600 Td (seen) Tj ET"
    assert says(read(pdf_of(far), "plan.pdf").blocks) == ["seen"]
    assert time.process_time() - started < 1


def test_what_follows_a_packed_stream_is_not_gone_through_for_ever() -> None:
    """The last step of a stream that unpacks to more than one step leaves what follows it unconsumed."""
    packed = zlib.compress(random.Random(0).randbytes(STEP // 4) + bytes(STEP * 17))
    content = b"%PDF-1.7\nstream\n" + packed + b"\nendstream" + bytes(range(256)) * 40
    pdf_guard.check(content, Limits(ratio_from=STEP * 40))
