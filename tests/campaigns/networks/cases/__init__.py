"""How each network is played through the faults of `test_matrix`: its stand-in, its account, and its steps."""
