"""What every page and API route shares: context, forms, rendering, errors, middleware and cache."""
