"""Pure rules of the catalogue, one module a topic."""
