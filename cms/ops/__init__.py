"""How Cosecha is installed, started and kept running on one machine."""
