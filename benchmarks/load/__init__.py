"""How many questions a second one worker and one Rasa answer. `python -m benchmarks.load`."""
