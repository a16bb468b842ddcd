"""What a reader with a computer knows: how the published tables hang together. Both the gate and its auditor read it."""
