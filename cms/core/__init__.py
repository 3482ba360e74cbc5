"""What every part of Cosecha uses: errors, addresses, rate limits, rich text, the queue."""
