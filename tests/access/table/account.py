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
    "GET /dang-nhap/oidc/{provider}": "else 404",  # nobody is connected
    "GET /dang-nhap/oidc/{provider}/tro-lai": "else 404",
    "GET /dang-nhap/oidc/{provider}/xac-nhan": "else 404",
    "POST /dang-nhap/oidc/{provider}/xac-nhan": "else 404",
    "GET /tai-khoan/lien-ket": "guest in | else 200",
    "POST /tai-khoan/lien-ket/{provider}/go": "guest in | else 303",  # nothing is linked
}
