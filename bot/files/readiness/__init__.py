"""Draws the files of assessments."""
