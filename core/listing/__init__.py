"""Listings: articles offered on a marketplace. What they are made of, what is wrong with them, and why one is
or is not on sale."""
