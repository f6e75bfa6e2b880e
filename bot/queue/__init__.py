"""The queue on docket: envelopes, the worker, timers."""
