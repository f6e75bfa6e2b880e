"""The knowledge files (YAML), their shapes, and what reads and checks them."""
