"""Case tracking for the right to challenge (Dutch: uitdaagrecht)."""
