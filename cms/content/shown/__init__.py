"""What readers see beside the content itself: pictures, files, people, topics, workshops, organisations."""
