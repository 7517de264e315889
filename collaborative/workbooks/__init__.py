"""What stands in the cells of a workbook from outside; opened in a process of its own."""

from collaborative.workbooks.cells import Book, Cell, Kind, Page, cells_apart, place

__all__ = ["Book", "Cell", "Kind", "Page", "cells_apart", "place"]
