"""The routes of one's own account; see `test_routes`."""

OWN_ACCOUNT = {
    "GET /account": "account",
    "GET /account/password": "account",
    "GET /account/second": "account",
    "GET /login/code": "public",
    "POST /account/password": "account",
    "POST /account/second": "account",
    "POST /account/second/begin": "account",
    "POST /account/second/codes": "account",
    "POST /account/second/off": "account",
    "POST /account/sessions/end": "account",
    "POST /account/sessions/{number:int}/end": "account",
    "POST /admin/staff/{number:int}/second": "staff.second",
    "POST /login/code": "public",
}
