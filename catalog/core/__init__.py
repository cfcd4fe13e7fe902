"""What every record relies on: refusals, fields, actors, vault, journal and exchange rates."""
