"""Tests: fakes and real servers, no patches; each docstring states the rule that is kept."""
