"""The admin of projects: reference lists to keep; projects and their money to look at."""

from projects.admin import lists, money, projects

__all__ = ["lists", "money", "projects"]
