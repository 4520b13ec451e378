"""What can be done with applications, their papers, proxies and letters."""

from kayoi.engines.procedures.services.letters import issue_letter

__all__ = ["issue_letter"]
