"""Drills: what must never fail, gone through for real in an installation that is made for it and thrown away."""
