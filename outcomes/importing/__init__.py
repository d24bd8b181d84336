"""Figures out of spreadsheets: reading blocks and workbooks, and finding the box of each cell."""
