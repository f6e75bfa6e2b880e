"""Rasa components of Relais: the sentence encoder, the intent classifier and the entity extractor."""
