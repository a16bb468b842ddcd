"""One file a form of a cross-tab. To add one: a file with `made(answer, grid)`, and its name in `FORMS`.

`made` returns text or bytes. The files are imported when they are asked for: Word and Excel are heavy.
"""

FORMS = ("text", "md", "html", "csv", "xlsx", "docx")
