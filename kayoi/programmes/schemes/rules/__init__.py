"""Rules of grants, their budgets, payments, duties and refunds, on plain values."""
