"""Forms of projects and their money."""
