"""`app.cli import FILE`: what an operator does on the page, from a terminal."""

from pathlib import Path

from app import wiring
from app.cli.errors import Refused
from app.core.db import unit_of_work
from app.imports import service
from app.imports.rules.reports import Outcome, Report
from app.imports.service.pictures import Beside
from app.imports.workbook.reading import UnreadableFile, read_upload
from app.imports.workbook.sheets import BY_NAME


def run(file: Path, *, confirm: bool) -> bool:
    """Whether the workbook had no fault; pictures are looked for beside it. Raises Refused."""
    wiring.connect()
    try:
        upload = read_upload(file.name, file.read_bytes())
    except UnreadableFile as error:
        raise Refused(f"{file}: {str(error).format(**error.gaps)}") from error
    except OSError as error:
        raise Refused(f"{file}: {error}") from error
    with unit_of_work() as session:
        work = service.write_workbook if confirm else service.try_workbook
        report = work(session, upload, Beside(file.parent, keep=confirm))
    _say(report, confirm=confirm)
    return not report.faults


def _say(report: Report, *, confirm: bool) -> None:
    for fault in report.faults:
        heading = BY_NAME[fault.sheet].column(fault.column).heading if fault.column else "-"
        print(f"{fault.sheet}, row {fault.row}, {heading}: {fault.reason.format(**fault.gaps)}")
    for sheet, counted in report.counts.items():
        print(f"{sheet}: {', '.join(f'{counted[one]} {one}' for one in Outcome)}")
    if report.faults:
        print("Nothing was written.")
    elif not confirm:
        print("Nothing was written yet; --confirm writes it.")
