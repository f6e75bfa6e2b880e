"""The words, as data, and what reads them."""
