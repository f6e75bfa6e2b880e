"""How well Relais understands: labelled questions in, figures out. `make evaluate [FILE=…]`."""
