"""Meals: a photo or words become foods, foods with grams become macros. Knows nothing of logs."""
