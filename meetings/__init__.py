"""Where it is talked over: meetings of villages, tambons and provinces."""
