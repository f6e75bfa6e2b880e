"""Our pipeline against Rasa's own, on public and on our questions. `make bench-nlu [ARGS=…]`."""
