"""Parts that go away and come back."""
