"""Load the demonstration."""

from kayoi.doors.demo.services.loading import load_demo

__all__ = ["load_demo"]
