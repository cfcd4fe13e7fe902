"""Time limits of each country and limitation of claims."""
