"""The pack to hand over: one story told as a page to open offline, as slides and as a live workbook."""
