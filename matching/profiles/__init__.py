"""What a person who looks for work says of themselves."""
