"""Listings at OTTO: products, prices, verdicts, brands, categories, delivery."""
