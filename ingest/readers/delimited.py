"""CSV and TSV: any encoding, any usual delimiter, one table with its row numbers."""

from __future__ import annotations

import csv
import io

from ingest.admit import CSV
from ingest.blocks import Assembler, ReadResult
from ingest.encoding import decode, encoding_warnings
from ingest.readers.sheet import Row, feed_sheet

_DELIMITERS = ",;\t|，"
_SAMPLE_LINES = 50


def accepts(media_type: str) -> bool:
    return media_type == CSV


def read(content: bytes, name: str) -> ReadResult:
    """Row numbers count records from 1, the header included."""
    text, encoding, replaced = decode(content)
    assembler = Assembler()
    for code in encoding_warnings(encoding, replaced):
        assembler.warn(code)
    feed_sheet(assembler, _rows(assembler.clean(text)), None)
    return assembler.result()


def records(text: str) -> list[list[str]]:
    """Records of delimited text, quotes and line breaks inside cells respected."""
    csv.field_size_limit(10_000_000)
    return list(csv.reader(io.StringIO(text), delimiter=delimiter_of(text)))


def delimiter_of(text: str) -> str:
    """The delimiter that splits the first lines into the same number of cells most often."""
    lines = [line for line in text.split("\n") if line.strip()][:_SAMPLE_LINES]

    def regularity(delimiter: str) -> tuple[float, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        common = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        return (widths.count(common) / len(widths) if common > 1 else 0.0, common)

    return max(_DELIMITERS, key=regularity) if lines else ","


def _rows(text: str) -> list[Row]:
    return [
        (number, {column: cell for column, cell in enumerate(record, start=1) if cell.strip()})
        for number, record in enumerate(records(text), start=1)
        if any(cell.strip() for cell in record)
    ]
