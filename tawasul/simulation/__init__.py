"""A stretch of time lived through in a database of its own: what would the boards show, and is all of it true?

`scenario`, `arrivals`, `fates`, `leave`, `world` and `office` are pure and tell what happens; `driver` does it by the
real acts, with the real ticker; `log`, `ladder_check` and `checks` count afterwards by ways of their own.
"""
