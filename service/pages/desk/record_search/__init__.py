"""The one search of the desk: any record by reference, number or name, within one's scope."""
