"""The contract file: components, their descriptions and examples, and the OpenAPI schema."""
