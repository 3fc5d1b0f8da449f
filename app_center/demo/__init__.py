"""The app-center with nobody but itself: the other sides are their stand-ins on this machine."""
