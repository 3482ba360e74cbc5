"""What came of the work in a period: read in, published, mailed, shared. Numbers for donors, and charts of them."""
