"""Applications, placements and the journey abroad at the desk."""
