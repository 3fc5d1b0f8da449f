"""The web shop for the app-center."""
