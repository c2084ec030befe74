"""The tool shed: reading and showing Thai text, dates and money. It knows no app."""
