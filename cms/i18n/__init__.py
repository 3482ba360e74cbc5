"""Translation catalogues and date formats."""
