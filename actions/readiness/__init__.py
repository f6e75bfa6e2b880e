"""The guided assessment: is the organisation ready, what blocks it, and did it move since."""
