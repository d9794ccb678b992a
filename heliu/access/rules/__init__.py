"""Pure decisions of access: permission patterns, role presets, conflicting duties, sign-in delays, one-time codes."""
