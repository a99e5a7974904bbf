"""What each person is answered, by hand: `"guest in | owner staff 200 | else 404"`.

A part is people and their answer; `else` are those whom no part named. An answer is the status,
`in` (303 to the sign-in page) or two statuses with a slash, where either may come.
Writes are sent with the form's token and an empty form, so 422 says that the door was open; where
an empty one is not found by anybody, with what `world.typed` says.
"""

from tests.access.table import (
    account,
    api,
    assistance,
    complaints,
    epcis,
    labels,
    onboarding,
    operators,
    public,
    recalls,
    scans,
    sellers,
    shops,
    transparency,
    webhooks,
    workshop,
)

PARTS = {
    "public": public.ROWS,
    "account": account.ROWS,
    "sellers": sellers.ROWS,
    "labels": labels.ROWS,
    "shops": shops.ROWS,
    "operators": operators.ROWS,
    "recalls": recalls.ROWS,
    "assistance": assistance.ROWS,
    "complaints": complaints.ROWS,
    "onboarding": onboarding.ROWS,
    "transparency": transparency.ROWS,
    "scans": scans.ROWS,
    "webhooks": webhooks.ROWS,
    "workshop": workshop.ROWS,
    "api": api.ROWS,
    "epcis": epcis.ROWS,
}
