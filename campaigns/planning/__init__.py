"""Which item goes out when in a campaign."""
