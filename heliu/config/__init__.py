"""The top of the house: settings, URLs, API assembly, WSGI and the page that carries the SPA.

Owns: how the rooms are put together into one running program.
Refuses: any rule of the business. Nothing imports this package except the process that starts it.
"""
