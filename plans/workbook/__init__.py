"""The plan as a workbook that a province can take as it is: what stands in it, how its sheets look, its bytes."""

from plans.workbook.book import content_of, file_name, write

__all__ = ["content_of", "file_name", "write"]
