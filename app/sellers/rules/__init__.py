"""What the rest of the package decides by, without a database."""
