"""Excel files."""

import io
from functools import partial

import openpyxl
import xlsxwriter

from tests.collaborative.corpus.case import good, hostile
from tests.initiatives.files import OLD_OFFICE, docx, package, picture, relations, xlsx

good = partial(good, name="costs.xlsx")
hostile = partial(hostile, name="costs.xlsx")

COMMANDS = "tells another program what to do"
FETCHES = "brings something in from another computer"
MACROS = "holds macros, which are programs"
OBJECT = "holds an object of another program"
OTHER = "is named like an Excel file, but"
QUERIES = "asks a database as soon as it is opened"

BINARY_MAIN = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
MACRO_MAIN = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
MACRO_SHEET = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"


def part(name: str, content: str | bytes = "<x/>") -> bytes:
    """An Excel file with one more part, or another main part."""
    return xlsx({name: content})


def as_openpyxl_writes() -> bytes:
    """Figures, a formula, a link and a remark."""
    book, kept = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Year", "Costs"])
    book.active.append([2026, "=SUM(B3:B9)"])
    book.active["A3"].hyperlink = "https://sample.invalid/"
    book.active["B3"].comment = openpyxl.comments.Comment("A sample", "Clerk, Raytown")
    book.save(kept)
    return kept.getvalue()


def as_xlsxwriter_writes() -> bytes:
    """A chart, a picture, a name, a check of what is typed, colours by rule."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    sheet = book.add_worksheet("Costs | 2026")
    sheet.write_column("A1", [1, 2, 3])
    sheet.write_formula("A4", "=SUM('Costs | 2026'!A1:A3)&\"a|b\"")
    sheet.data_validation("B1", {"validate": "list", "source": ["yes", "no"]})
    sheet.conditional_format("A1:A3", {"type": "cell", "criteria": ">", "value": 2})
    sheet.insert_image("C1", "map.png", {"image_data": io.BytesIO(picture("PNG"))})
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "='Costs | 2026'!$A$1:$A$3"})
    sheet.insert_chart("E1", chart)
    book.define_name("Total", "='Costs | 2026'!$A$4")
    book.close()
    return kept.getvalue()


def large_table() -> bytes:
    """Three hundred thousand figures, two megabytes."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"constant_memory": True})
    sheet = book.add_worksheet()
    for row in range(10_000):
        figures = ((row * 7919 + column * 104_729) % 1_000_003 for column in range(30))
        sheet.write_row(row, 0, list(figures))
    book.close()
    return kept.getvalue()


def with_a_printer() -> bytes:
    """Excel keeps the settings of the last printer as bytes, and drawings in no good XML."""
    return xlsx(
        {
            "xl/printerSettings/printerSettings1.bin": b"S\0a\0m\0p\0l\0e\0" * 50,
            "xl/drawings/vmlDrawing1.vml": "<xml><v:shape><br></v:shape></xml>",
        }
    )


def linked(target: str) -> bytes:
    """An Excel file that takes figures from another file."""
    found = relations(("externalLinkPath", target, "External"))
    link = "<externalLink><externalBook/></externalLink>"
    return xlsx(
        {
            "xl/externalLinks/externalLink1.xml": link,
            "xl/externalLinks/_rels/externalLink1.xml.rels": found,
        }
    )


def formula(text: str) -> bytes:
    """An Excel file with one formula, as XlsxWriter writes it."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    book.add_worksheet().write_formula("A1", text)
    book.close()
    return kept.getvalue()


def sheet(content: str) -> bytes:
    """An Excel file with this in its first sheet."""
    return part("xl/worksheets/sheet1.xml", f"<s:x xmlns:s='s'>{content}</s:x>")


def macro_sheet() -> bytes:
    """Macros of the first kind, under the name of a sheet; only the relation tells."""
    found = relations((MACRO_SHEET, "worksheets/sheet9.xml"))
    return xlsx({"xl/worksheets/sheet9.xml": "<x/>", "xl/_rels/workbook.xml.rels": found})


def connection(said: str) -> bytes:
    """An Excel file with a connection to a database."""
    return part("xl/connections.xml", f'<connections><connection id="1" {said}/></connections>')


EXCEL = (
    good("the least of all", xlsx()),
    good("as openpyxl writes", as_openpyxl_writes),
    good("as XlsxWriter writes", as_xlsxwriter_writes, name="Costs.XLSX"),
    good("a large table", large_table, is_heavy=True),
    good("what Excel keeps of a printer", with_a_printer),
    good("figures from a file beside it", linked("Budget%202025.xlsx")),
    good("figures from the own disk", linked("file:///C:\\Budget.xlsx")),
    good("a connection that waits", connection('refreshOnLoad="0"')),
    hostile("a list of values", b"a,b\n1,2\n", OTHER),
    hostile("a Word file", docx(), "but it holds what a .docx file holds"),
    hostile("with macros, renamed", package("xl/workbook.xml", MACRO_MAIN), MACROS),
    hostile("binary, renamed", package("xl/workbook.bin", BINARY_MAIN), MACROS),
    hostile("macros of the first kind", part("xl/macrosheets/sheet1.xml"), MACROS),
    hostile("macros of the first kind, renamed", macro_sheet, MACROS),
    hostile("a control", part("xl/activeX/activeX1.bin", b"\0"), MACROS),
    hostile("an object", part("xl/embeddings/oleObject1.bin", OLD_OFFICE), OBJECT),
    hostile("figures from an address", linked("https://sample.invalid/a.xlsx"), FETCHES),
    hostile("figures from a server", linked("file:///\\\\a.invalid\\b.xlsx"), FETCHES),
    hostile("a link to a program", part("xl/a.xml", "<x><ddeLink/></x>"), COMMANDS),
    hostile("a formula that commands", formula("=sample|'/c a'!A0"), COMMANDS),
    hostile("the same in disguise", sheet("<s:f>a&#124;<![CDATA['b'!A0]]></s:f>"), COMMANDS),
    hostile("the same as a name", sheet("<s:definedName>a|b!c</s:definedName>"), COMMANDS),
    hostile("the same as a rule", sheet("<s:formula1>a|'b'!c</s:formula1>"), COMMANDS),
    hostile("a formula that fetches", formula('=WEBSERVICE("http://a.invalid/")'), FETCHES),
    hostile("a question to a database", connection('refreshOnLoad="1"'), QUERIES),
)
