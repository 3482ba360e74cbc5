"""Every address of the product, and what each role may do there: the walker behind tests/test_doors.py."""
