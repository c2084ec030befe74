"""Where, and who looks after it: the area tree, people and their assignments, the desk they work at."""
