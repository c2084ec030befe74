"""The roof and the tool shed: settings, addresses, the front door. No tables live here."""
