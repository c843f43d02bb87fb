"""One function per legal test, each citing its article: of the case alone, or of the body as well.

Tests of the case need no body, so they also answer which actions are allowed now. Each is written once and read three ways, by
`refusals`, `decide` and `allowed_actions`.
"""
