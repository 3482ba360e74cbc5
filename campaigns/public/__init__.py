"""What networks fetch from this installation."""
