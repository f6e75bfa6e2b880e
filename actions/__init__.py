"""The domain: knowledge, decisions, cases and assessments. Pure Python, without Slack, Rasa or Redis."""
