"""Stand-ins for social networks: as strict as the real ones, in a process of their own."""
