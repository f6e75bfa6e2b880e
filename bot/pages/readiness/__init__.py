"""Assessments laid out."""
