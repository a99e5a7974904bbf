"""Signing in, and one's own account."""

ROWS = {
    "GET /dang-nhap": "guest 200 | else 303",  # who is in goes on to their account
    "POST /dang-nhap": "else 422",
    "POST /dang-xuat": "else 303",
    "GET /tai-khoan": "guest in | else 200",
    "GET /tai-khoan/mat-khau": "guest in | else 200",
    "POST /tai-khoan/mat-khau": "guest in | else 422",
    "POST /tai-khoan/phien/{hash_begins}/ket-thuc": "guest in | else 404",  # nobody's session
    "POST /tai-khoan/phien-khac/ket-thuc": "guest in | else 303",
}
