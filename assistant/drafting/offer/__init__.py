"""Our own part of a draft: prices, components, similar cases."""
