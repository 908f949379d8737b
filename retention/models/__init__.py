"""Models of how customers buy and leave, each after its paper, with the answers that paper gives."""
