"""The newsletter as a channel of cms."""
