"""Bulk import: workbooks of sellers, products, lots and their journeys, tried before written."""
