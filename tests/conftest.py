"""What every test may ask for: the two databases, browsers, and the cast."""

pytest_plugins = ["tests.engines", "tests.programs", "tests.browser", "tests.cast"]
