"""Pictures that go with replies: drawn when they are sent, from a few words that travel in the queue."""
