"""Commands about endpoints, and news on its way to them."""
