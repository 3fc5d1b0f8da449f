"""GLS as an app: ShipIT (developer portal and classic hosts), Shop Returns v3, Track and Trace v1."""
