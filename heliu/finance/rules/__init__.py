"""Pure decisions of the money documents."""
