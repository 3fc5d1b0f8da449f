"""The carrier Acme for the app-center."""
