"""Draws the files of replies: pictures, PDFs, sheets."""
