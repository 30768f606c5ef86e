"""What the person sees: screens, panels and keys over frozen views."""
