"""What a person keeps of a session and opens again."""
