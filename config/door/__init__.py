"""What stands behind `python3 -m config`; all but prepare, fonts and catalogs needs only Python."""
