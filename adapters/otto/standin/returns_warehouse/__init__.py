"""Where returns go: ReturnsWarehouse v2, as far as it is read."""
