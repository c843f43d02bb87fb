"""What an authority is beside its rules: of a sandbox, its clock."""
