"""Lines and paragraphs from the positions of text on a PDF page."""
