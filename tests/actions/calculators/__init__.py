"""Tests of actions/calculators."""
