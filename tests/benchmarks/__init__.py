"""The instruments: a judge that cannot be fooled, a Slack that is faithful."""
