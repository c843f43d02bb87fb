"""The deadline calculator over HTTP, open to anyone: one operation over `law.calculation`, which the cases use as well."""
