"""Tables as files that a spreadsheet opens: what each column holds, workbooks, texts with separators."""

from retention.sheets.separated import Notation, separated
from retention.sheets.sheet import Column, Kind, Sheet, as_it_is, kind_of
from retention.sheets.workbook import workbook

__all__ = ["Column", "Kind", "Notation", "Sheet", "as_it_is", "kind_of", "separated", "workbook"]
