"""What was found -> what is said."""
