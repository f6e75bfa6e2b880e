"""Listeners of the dialogue: messages, buttons, commands, App Home."""
