"""What every admin page shares: logo, security policy, empty lists, log labels."""
