"""The only place that knows a job engine."""
