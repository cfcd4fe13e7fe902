"""Labels of states and kinds, as people read them."""
