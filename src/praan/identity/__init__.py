"""People who sign in: accounts, passwords, sessions and the tokens that prove them."""
