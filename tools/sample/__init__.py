"""The sample province, from the hand-written sources to the rows of the workbook."""
