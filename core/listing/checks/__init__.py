"""What can be wrong with a listing, an area a module. A listing and the rules go in, findings come out."""
