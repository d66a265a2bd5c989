// The module is laid out in ARCHITECTURE.md.
