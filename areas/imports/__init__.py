"""Imports: a sheet that somebody sent, laid beside the table it is for, confirmed whole, and undone whole."""
