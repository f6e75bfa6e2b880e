"""A Slack that behaves badly: Socket Mode, Web API and signed HTTP, with faults, and an account of its own.

It knows Relais only by Slack's protocol and imports nothing of it, so that the judge shares no code with the
judged. `python -m benchmarks.slack_server --port 4000` starts it.
"""
