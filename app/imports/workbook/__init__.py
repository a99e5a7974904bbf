"""The workbook: its sheets and columns, and how a file becomes typed rows or faults."""
