"""The one call of ours that goes to an address which a stranger typed."""
