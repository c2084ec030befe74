"""A made-up country on the real areas, to measure on: `manage.py seed_country`.

Every tambon's rows come from numbers of its own (its code and a fixed seed), and its share of each total from the
tambons of the whole country; so a province holds the same whether three provinces are written or all of them.
"""
