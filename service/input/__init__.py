"""Reading what people and programs send: fields, forms with files, tables and list addresses."""
