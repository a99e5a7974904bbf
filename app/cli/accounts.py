"""`app.cli account PHONE NAME`: the first administrator has nobody to ask; `app.cli code PHONE`."""

from app import wiring
from app.cli.errors import Refused
from app.core.db import unit_of_work, utc_now
from app.core.phones import e164
from app.identity import queries, service
from app.identity.rules import TEMPORARY, Role
from app.imports import service as imports


def run(phone: str, name: str, role: str) -> None:
    """Opens the account or renews its password, and prints the password once. Raises Refused."""
    wiring.connect()
    wanted = _role(role)
    with unit_of_work() as session:
        number = _number(phone)
        user = queries.user_by_phone(session, number)
        if user is None:
            _, password = service.open_account(session, None, phone=number, name=name, role=wanted)
        elif user.role is wanted:
            password = service.issue_password(session, None, user)
        else:
            raise Refused(f"{phone} has the role {user.role}; it is not changed here.")
    print(f"{password}   good for {TEMPORARY.days} days, changed on signing in")


def show_code(phone: str) -> None:
    """What the authenticator app of a sample account shows now. Raises Refused for any other."""
    with unit_of_work() as session:
        code = imports.sample_code(session, _number(phone), utc_now())
    if code is None:
        raise Refused(f"{phone} has no sample app here: only sample accounts' codes are shown.")
    print(code)


def _role(role: str) -> Role:
    try:
        return Role(role)
    except ValueError as error:
        raise Refused(f"{role}: choose one of {', '.join(Role)}.") from error


def _number(phone: str) -> str:
    try:
        return e164(phone)
    except ValueError as error:
        raise Refused(f"{phone}: this is no phone number.") from error
