"""DHL Parcel DE (Post & Parcel Germany). Facts and their sources: NOTES.md."""
