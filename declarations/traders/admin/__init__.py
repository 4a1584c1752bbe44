"""The administrator's pages of the register; importing them registers them."""

from declarations.traders.admin import people, programs, traders

__all__ = ["people", "programs", "traders"]
