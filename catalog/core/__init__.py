"""What every record stands on: refusals, fields, who acts, the vault, the journal and exchange
rates."""
