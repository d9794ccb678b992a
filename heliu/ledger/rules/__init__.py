"""Pure decisions and arithmetic of the money book."""
