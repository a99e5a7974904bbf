"""Pure rules of the pages that show several domains."""
