"""The interface for hosts: `/api/v1`."""
