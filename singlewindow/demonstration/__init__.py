"""The demonstration: sample declarations lodged through the service's own doors, and what must come of them."""
