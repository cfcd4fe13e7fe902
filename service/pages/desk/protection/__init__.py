"""Protected cases at the desk."""
