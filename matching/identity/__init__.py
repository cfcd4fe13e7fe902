"""Who a person is: their record, likely duplicates and matching of names."""
