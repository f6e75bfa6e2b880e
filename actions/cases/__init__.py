"""An escalation's life: what happened to it, what may happen next, and who is reminded when."""
