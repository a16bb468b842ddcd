"""A Word document as a zip of its parts. The same document gives the same bytes: fixed dates, order, attributes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from survey.forms.docx_look import styles
from survey.forms.docx_xml import NAMESPACES, attribute, paragraph, run, safe, twips
from survey.forms.docx_xml import field as word_field

EPOCH = "1980-01-01T00:00:00Z"
"""When every document says it was made: a date of its own would change its bytes from run to run."""
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = {
    "word/document.xml": f"{_WORD}.document.main+xml",
    "word/styles.xml": f"{_WORD}.styles+xml",
    "word/settings.xml": f"{_WORD}.settings+xml",
    "word/header1.xml": f"{_WORD}.header+xml",
    "word/footer1.xml": f"{_WORD}.footer+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
}
_REGIONS = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB", "se": "se-NO", "da": "da-DK", "sv": "sv-SE"}


@dataclass(frozen=True)
class Front:
    """What stands around the body of a document."""

    title: str
    language: str
    """The questionnaire's language code."""
    footer: str
    """Text at the left of the footer."""
    pages: str
    """The page number with the places {page} and {pages}."""
    custom: Mapping[str, str] = field(default_factory=dict)
    """Document properties by which a programme knows the document again."""


def region(language: str) -> str:
    """The tag Word uses for a language: nb-NO for nb."""
    return _REGIONS.get(language, language)


def document(body: str, front: Front) -> bytes:
    """The .docx file with `body` (paragraphs and tables) on A4 pages."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(_ROOT_RELATIONS),
        "docProps/core.xml": _core(front),
        "docProps/custom.xml": _custom(front.custom),
        "word/document.xml": f"{_HEAD}<w:document {NAMESPACES}><w:body>{body}{_SECTION}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(_DOCUMENT_RELATIONS),
        "word/styles.xml": styles(region(front.language)),
        "word/settings.xml": _settings(region(front.language)),
        "word/header1.xml": _edge("hdr", paragraph("Header", run(front.title))),
        "word/footer1.xml": _edge("ftr", paragraph("Footer", run(f"{front.footer}\t"), *_page(front.pages))),
    }
    return zipped({name: text.encode() for name, text in parts.items()})


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """`parts` (name → content) as a zip, in the order given, with one fixed date."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            archive.writestr(entry, content)
    return buffer.getvalue()


def _page(pattern: str) -> list[str]:
    before, rest = pattern.split("{page}")
    between, after = rest.split("{pages}")
    return [run(before), word_field("PAGE", "1"), run(between), word_field("NUMPAGES", "1"), run(after)]


def _edge(kind: str, inside: str) -> str:
    return f"{_HEAD}<w:{kind} {NAMESPACES}>{inside}</w:{kind}>"


_ROOT_RELATIONS = {
    f"{_OFFICE}/officeDocument": "word/document.xml",
    f"{_PACKAGE}/relationships/metadata/core-properties": "docProps/core.xml",
    f"{_OFFICE}/custom-properties": "docProps/custom.xml",
}
_DOCUMENT_RELATIONS = {
    f"{_OFFICE}/{kind}": f"{kind}{number}.xml"
    for kind, number in (("styles", ""), ("settings", ""), ("header", "1"), ("footer", "1"))
}
_SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/>'
    f'<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="{twips(2.4)}" w:right="{twips(2)}" w:bottom="{twips(2.1)}" '
    f'w:left="{twips(2)}" w:header="{twips(1.1)}" w:footer="{twips(1)}" w:gutter="0"/></w:sectPr>'
)


def _relations(targets: Mapping[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _content_types() -> str:
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    lines = [f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in defaults.items()]
    lines += [f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in _TYPES.items()]
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{"".join(lines)}</Types>'


def _core(front: Front) -> str:
    moment = f'xsi:type="dcterms:W3CDTF">{EPOCH}'
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{safe(front.title)}</dc:title><dc:creator></dc:creator>"
        f"<dc:language>{region(front.language)}</dc:language>"
        f"<dcterms:created {moment}</dcterms:created><dcterms:modified {moment}</dcterms:modified>"
        "</cp:coreProperties>"
    )


def _custom(properties: Mapping[str, str]) -> str:
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006"
    lines = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name={attribute(name)}>'
        f"<vt:lpwstr>{safe(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(properties.items(), start=2)
    )
    return (
        f'{_HEAD}<Properties xmlns="{kinds}/custom-properties" xmlns:vt="{kinds}/docPropsVTypes">'
        f"{lines}</Properties>"
    )


def _settings(language: str) -> str:
    """Settings of Word 2013 and later, so that Word does not open the form in compatibility mode."""
    return (
        f'{_HEAD}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{language}"/></w:settings>'
    )
