"""The operator's view of unusual scans: what waits, why, and how it was closed."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.forms import Form, Submitted
from app.core.i18n import localised_path
from app.core.templates import render
from app.identity.deps import OperatorDesk, Recaller
from app.traceability.models import AlertState
from app.traceability.pages.scan_desk import province_names
from app.traceability.queries import scans as queries
from app.traceability.rules.patterns import AlertKind
from app.traceability.service.scan_alerts import ClosingIn, close_alert, note_seen

ALERTS = "/dieu-hanh/quet"
router = APIRouter(prefix=ALERTS, include_in_schema=False, dependencies=[Depends(require_token)])


@router.get("")
def alert_list(
    request: Request,
    desk: OperatorDesk,
    session: SessionDep,
    loai: Annotated[str, Query(max_length=20)] = "",
    tt: Annotated[str, Query(max_length=10)] = "",
    q: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    """What a filter does not know is no filter."""
    state = AlertState(tt) if tt in set(AlertState) else None
    kind = AlertKind(loai) if loai in set(AlertKind) else None
    return render(
        request,
        "traceability/alert_list.html",
        desk=desk,
        alerts=queries.any_alerts(session, state=state, kind=kind, wanted=q),
        kinds=list(AlertKind),
        kind=kind,
        state=state,
        wanted=q,
        names=province_names(),
    )


@router.get("/{alert_id}")
def alert_page(
    request: Request, alert_id: UUID, desk: OperatorDesk, session: SessionDep
) -> Response:
    return _show(request, alert_id, desk, session, Form())


@router.post("/{alert_id}/da-xem")
def see(alert_id: UUID, operator: Recaller, session: SessionDep) -> Response:
    note_seen(session, queries.alert(session, alert_id), operator.id)
    return RedirectResponse(localised_path(f"{ALERTS}/{alert_id}"), 303)


@router.post("/{alert_id}/dong")
def close(
    request: Request,
    alert_id: UUID,
    data: Submitted,
    operator: Recaller,
    desk: OperatorDesk,
    session: SessionDep,
) -> Response:
    """303 to the alert; the doubt is gone from the code's page. Safe to repeat."""
    alert = queries.alert(session, alert_id)
    form = forms.read(ClosingIn, data)
    if form.model is None:
        return _show(request, alert_id, desk, session, form, status=422)
    close_alert(session, alert, form.model, operator.id)
    return RedirectResponse(localised_path(f"{ALERTS}/{alert_id}"), 303)


def _show(
    request: Request,
    alert_id: UUID,
    desk: OperatorDesk,
    session: SessionDep,
    form: Form[ClosingIn],
    status: int = 200,
) -> Response:
    alert = queries.shown_alert(session, alert_id)
    return render(
        request,
        "traceability/alert.html",
        status=status,
        desk=desk,
        alert=alert,
        scans=queries.latest_scans(session, alert.code),
        names=province_names(),
        form=form,
    )
