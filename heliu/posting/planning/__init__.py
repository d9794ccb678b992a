"""Planning: facts and loaded state in, rows of both books out. No SQL, no clock; one file per family of facts."""
