"""What keeps a person from being singled out: primary rules, complementary hiding, coarser categories."""
