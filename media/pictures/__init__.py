"""Pictures: decoded once on arrival, and written anew with nothing but their pixels."""
