"""Tests of actions/readiness."""
