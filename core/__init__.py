"""Values, rules and pure plans of the trade: no clock, no randomness, no input or output."""
