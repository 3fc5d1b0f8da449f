"""What the interface shows: a module a resource."""
