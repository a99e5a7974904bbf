"""Signing in, and one's own account."""

FACTORS = "guest in | operator administrator 303 | else {}"

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
    # The second step: whoever has done it goes on, whoever has not begun signs in.
    "GET /dang-nhap/xac-thuc": "guest in | else 303",
    "POST /dang-nhap/xac-thuc": "else in",
    "POST /dang-nhap/xac-thuc/khoa": "else in",
    # Second factors: those who have one (operators and administrators) confirm first.
    "GET /tai-khoan/bao-mat": "guest in | else 200",
    "GET /tai-khoan/bao-mat/xac-nhan": "guest in | else 200",
    "POST /tai-khoan/bao-mat/xac-nhan": "guest in | else 422",
    "GET /tai-khoan/bao-mat/ung-dung": FACTORS.format(200),
    "POST /tai-khoan/bao-mat/ung-dung": FACTORS.format(422),
    "POST /tai-khoan/bao-mat/ung-dung/go": FACTORS.format(404),
    "GET /tai-khoan/bao-mat/khoa": FACTORS.format(200),
    "POST /tai-khoan/bao-mat/khoa": FACTORS.format(404),  # no passkeys at a bare address
    "POST /tai-khoan/bao-mat/khoa/bat-dau": FACTORS.format(404),
    "POST /tai-khoan/bao-mat/khoa/go": FACTORS.format(404),
    "GET /tai-khoan/bao-mat/ma-du-phong": FACTORS.format(200),
    "POST /tai-khoan/bao-mat/ma-du-phong": FACTORS.format(409),
}
