"""Lists, forms and actions of content in the admin."""
