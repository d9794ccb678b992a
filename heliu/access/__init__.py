"""Who may do what in which company: companies, users, roles, memberships, sessions, tokens, the audit trail's reader.

Owns: building the Scope that every service and query takes, from a session or a token, fresh for every request.
Refuses: rights decided anywhere else, default passwords, a company id taken from a request body.
"""
