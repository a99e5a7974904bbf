"""The base of every error that a person or an API client may be told about.

`title` and the message are Vietnamese source texts; pages show them through the catalogue.
"""

from app.core.i18n import mark


class DomainError(Exception):
    """A business rule said no; `status` is the HTTP status that `main` renders it with."""

    status = 400
    title = mark("Yêu cầu chưa đúng")
    onward: tuple[str, str] | None = None
    """Where its page leads, if not where the status alone would: an address, and words for it."""


class NotFound(DomainError):
    status, title = 404, mark("Không tìm thấy trang này")


class NotSignedIn(DomainError):
    """Pages send the visitor to the sign-in page and back; the API answers 401."""

    status, title = 401, mark("Mời đăng nhập")


class MustChangePassword(DomainError):
    """Signed in with a password that somebody else has read; pages lead to where it is changed."""

    status, title = 403, mark("Mời đổi mật khẩu trước")


class SecondStepMissing(DomainError):
    """Half signed in: the password was right, the second factor is still to come."""

    status, title = 403, mark("Mời xác nhận bước hai")


class SecondFactorNeeded(DomainError):
    """What they do asks for a second factor, and they have enrolled none."""

    status, title = 403, mark("Mời bật xác thực hai lớp trước")


class MustConfirm(DomainError):
    """They are signed in, and must prove once more that it is them."""

    status, title = 403, mark("Mời xác nhận lại là mình")


class NotAllowed(DomainError):
    status, title = 403, mark("Tài khoản này không mở được trang")


class Conflict(DomainError):
    status, title = 409, mark("Dữ liệu vừa thay đổi")


class Invalid(DomainError):
    """Input that a form can explain: `fields` maps a field's name to what is wrong with it."""

    status, title = 422, mark("Thông tin chưa đúng")

    def __init__(self, message: str = "", fields: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields = fields or {}


class TooManyRequests(DomainError):
    """`retry_after` is in seconds."""

    status, title = 429, mark("Thử hơi nhiều lần rồi")

    def __init__(self, message: str = "", retry_after: int = 60) -> None:
        super().__init__(message)
        self.retry_after = retry_after
