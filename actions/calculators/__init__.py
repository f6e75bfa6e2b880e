"""The calculators: staffing and call deflection."""
