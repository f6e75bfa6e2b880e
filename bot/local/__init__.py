"""The parts a single machine starts for itself when nobody else provides them."""
