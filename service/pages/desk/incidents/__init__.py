"""Deaths, injuries and detentions at the desk."""
