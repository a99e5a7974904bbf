"""What may not be said of goods, and how a reason is put together. Pure."""
