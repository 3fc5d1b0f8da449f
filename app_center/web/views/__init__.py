"""The views, one module an area: each reads what it shows and draws it; what decides stands elsewhere."""
