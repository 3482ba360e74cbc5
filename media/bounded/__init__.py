"""Reading files of others in a process of its own, with bounds of memory and time."""
