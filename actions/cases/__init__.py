"""Cases (escalations): their events and state, the rules for acts on them, and their reminders."""
