"""The guided assessment: its questions, score, surveys, actions and rehearsals."""
