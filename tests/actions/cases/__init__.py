"""Tests of actions/cases."""
