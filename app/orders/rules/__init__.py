"""Rules of orders, as pure functions: no database, no HTTP."""
