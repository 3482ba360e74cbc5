"""Tables of quotes: a spreadsheet read into drafts, after a preview of what each row will become."""
