"""Publishing posts, looking them up, taking them down."""
