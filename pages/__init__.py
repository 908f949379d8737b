"""What a person sees: one page per question. Pages ask for data, offer controls, show cached numbers; no arithmetic."""
