"""Where Django looks for this app's admin pages: they are the officers' console."""

from declarations.console import admin  # noqa: F401  (the import registers them)
