"""The eligibility checker: facts of one person + rules of the corpus -> a Decision that explains itself."""
