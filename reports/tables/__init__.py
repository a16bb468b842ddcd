"""Published results as files to calculate with."""
