"""Log in as a role, and what stands in for デジタル認証アプリ. Loopback only."""
