"""Pages of the areas app."""
