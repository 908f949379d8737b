"""A report as a workbook: figures to read, and formulas over counts and entries where a client plays."""

from retention.report.workbook.writing import written

__all__ = ["written"]
