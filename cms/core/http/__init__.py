"""What requests share: who asks, and the answer to too many attempts."""
