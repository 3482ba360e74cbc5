"""The kinds of file that a report may come in. Each has a module that reads its bytes into blocks."""
