"""What must not be published: numbers, houses, names; found, and never repeated whole."""
