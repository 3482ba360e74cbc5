"""An app with tasks that take long or fail, to see what real workers do with them."""
