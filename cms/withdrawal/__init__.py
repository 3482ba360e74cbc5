"""Taking items back: withdraw, reduce, unpublish, erase."""
