"""What the workshop's book takes, and what it refuses (R1 to R9)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, func, select

from app.core import days
from app.core.errors import Invalid
from app.traceability.models import JourneyEvent, Material
from app.traceability.queries import materials as reads
from app.traceability.rules.findings import NeedsReview
from app.traceability.rules.materials import EventKind
from app.traceability.service.journeys.booking import FormUsed
from tests.factories import make_area, make_standard_certificate
from tests.traceability.journeys.workshop import Workshop, disagreements


@pytest.fixture
def workshop(session: Session) -> Workshop:
    return Workshop(session)


def refused(raised: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return set(raised.value.fields)


def test_leaf_becomes_tea_and_tea_becomes_packets(workshop: Workshop, session: Session) -> None:
    leaf = workshop.pick(100_000)
    tea = workshop.dry((leaf, 100_000), grams=20_000)
    lot = workshop.pack((tea, 10_000), packs=100)
    assert (leaf.left, tea.left) == (0, 10_000)
    assert (lot.fresh_grams, lot.bulk_grams, lot.packs) == (50_000, 10_000, 100)
    assert lot.growing_area_id == workshop.area.id
    assert lot.claims == ["gi:Tân Cương"]
    assert disagreements(session) == []


def test_the_same_form_twice_is_one_record(workshop: Workshop, session: Session) -> None:
    client_id = uuid4()
    first, again = (workshop.pick(client_id=client_id) for _ in range(2))
    assert first.id == again.id
    assert session.exec(select(func.count()).select_from(JourneyEvent)).one() == 1


def test_the_same_form_with_other_words_is_refused(workshop: Workshop) -> None:
    client_id = uuid4()
    workshop.pick(client_id=client_id)
    with pytest.raises(FormUsed):
        workshop.pick(90_000, client_id=client_id)


def test_no_more_is_used_than_there_is(workshop: Workshop, session: Session) -> None:
    leaf = workshop.pick(100_000)
    workshop.dry((leaf, 60_000), grams=12_000)
    with pytest.raises(Invalid) as raised:
        workshop.dry((leaf, 40_001), grams=8_000)
    assert refused(raised) == {"inputs"}
    assert "chỉ còn 40 kg" in raised.value.fields["inputs"]
    assert disagreements(session) == []


def test_no_more_comes_out_than_went_in(workshop: Workshop) -> None:
    leaf = workshop.pick(10_000)
    with pytest.raises(Invalid):
        workshop.dry((leaf, 10_000), grams=9_000, waste_grams=1_001)


@pytest.mark.parametrize("grams", [19_048, 20_000, 21_000])
def test_an_honest_yield_passes_without_a_word(workshop: Workshop, grams: int) -> None:
    leaf = workshop.pick(100_000)
    tea = workshop.dry((leaf, 100_000), grams=grams)
    assert workshop.event_of(tea).findings == []


def test_an_unusual_yield_asks_for_a_reason_and_keeps_it(workshop: Workshop) -> None:
    leaf = workshop.pick(100_000)
    with pytest.raises(Invalid) as raised:
        workshop.dry((leaf, 100_000), grams=25_000)
    assert refused(raised) == {"note"}
    tea = workshop.dry((leaf, 100_000), grams=25_000, note="Lá già, sương muối.")
    assert [found["rule"] for found in workshop.event_of(tea).findings] == ["R2"]


def test_an_impossible_yield_waits_for_a_reviewer(workshop: Workshop) -> None:
    leaf = workshop.pick(100_000)
    with pytest.raises(NeedsReview) as raised:
        workshop.dry((leaf, 100_000), grams=40_000, note="Cân lại rồi.")
    assert [finding.rule for finding in raised.value.findings] == ["R2"]


def test_packets_weigh_no_more_than_their_tea(workshop: Workshop) -> None:
    leaf = workshop.pick(100_000)
    tea = workshop.dry((leaf, 100_000), grams=20_000)
    with pytest.raises(Invalid) as raised:
        workshop.pack((tea, 10_000), packs=101)
    assert refused(raised) == {"packs"}


def test_a_garden_gives_no_more_than_its_size(workshop: Workshop) -> None:
    """Two hectares at 14 t: a warning above 28 t a year, a reviewer above 36,4 t."""
    workshop.pick(28_000_000)
    warned = workshop.pick(8_000_001)
    assert [found["rule"] for found in workshop.event_of(warned).findings] == ["R5"]
    with pytest.raises(NeedsReview):
        workshop.pick(1_000_000)


def test_a_garden_of_unknown_size_gives_nothing_yet(workshop: Workshop, session: Session) -> None:
    unmeasured = make_area(session, workshop.seller, hectares=0)
    with pytest.raises(Invalid) as raised:
        workshop.pick(growing_area_id=unmeasured.id)
    assert refused(raised) == {"growing_area_id"}


def test_nothing_happens_before_what_it_is_made_of(workshop: Workshop) -> None:
    leaf = workshop.pick(100_000, days_ago=4)
    with pytest.raises(Invalid) as raised:
        workshop.dry((leaf, 100_000), grams=20_000, days_ago=5)
    assert refused(raised) == {"day"}


def test_nothing_is_told_of_tomorrow(workshop: Workshop) -> None:
    with pytest.raises(Invalid) as raised:
        workshop.pick(days_ago=-1)
    assert refused(raised) == {"day"}


def test_what_is_long_past_is_looked_at_first(workshop: Workshop) -> None:
    with pytest.raises(NeedsReview):
        workshop.pick(days_ago=31)


def test_nobody_picks_within_the_waiting_time_of_a_spray(workshop: Workshop) -> None:
    workshop.write(
        EventKind.FARM_LOG, days_ago=10, clock="07:00", growing_area_id=workshop.area.id,
        work="spray", product="Abamectin 1.8EC", dose="10 ml/bình", waiting_days=7,
    )  # fmt: skip
    with pytest.raises(Invalid) as raised:
        workshop.pick(days_ago=4)
    assert "Abamectin" in raised.value.fields["day"]
    assert workshop.pick(days_ago=2).grams == 100_000


def test_leaf_that_waited_over_a_day_is_told(workshop: Workshop) -> None:
    leaf = workshop.pick(100_000, days_ago=6)
    tea = workshop.dry((leaf, 100_000), grams=20_000, days_ago=4)
    assert [found["rule"] for found in workshop.event_of(tea).findings] == ["R7"]


def test_leaf_that_was_sent_away_is_gone(workshop: Workshop, session: Session) -> None:
    leaf = workshop.pick(100_000)
    workshop.write(
        EventKind.RECEIPT, days_ago=4, clock="08:00",
        material=leaf.code, came_grams=98_000, rejected_grams=3_000,
    )  # fmt: skip
    assert leaf.left == 95_000
    with pytest.raises(Invalid):
        workshop.dry((leaf, 95_001), grams=19_000)
    assert disagreements(session) == []


def test_no_more_comes_in_than_was_picked(workshop: Workshop) -> None:
    leaf = workshop.pick(100_000)
    with pytest.raises(Invalid) as raised:
        workshop.write(
            EventKind.RECEIPT, days_ago=4, clock="08:00", material=leaf.code, came_grams=101_000
        )
    assert refused(raised) == {"came_grams"}


def test_a_blend_claims_only_what_all_of_it_holds(workshop: Workshop, session: Session) -> None:
    outside = make_area(session, workshop.seller, hectares=2, ward_code="00004")
    make_standard_certificate(session, workshop.seller, scheme="VietGAP")
    inside = workshop.dry((workshop.pick(), 100_000), grams=20_000)
    foreign = workshop.dry((workshop.pick(growing_area_id=outside.id), 100_000), grams=20_000)
    mixed = workshop.blend((inside, 12_000), (foreign, 8_000), grams=20_000)
    with pytest.raises(Invalid) as raised:
        workshop.pack((mixed, 10_000), packs=100, claims=["gi:Tân Cương"])
    assert "Chỉ 60 %" in raised.value.fields["claims"]
    lot = workshop.pack((mixed, 10_000), packs=100)
    assert lot.claims == ["scheme:VietGAP"]
    assert lot.growing_area_id is None
    assert reads.areas_behind(session, [mixed.id]) == {workshop.area.id, outside.id}


def test_an_indication_counts_only_where_the_law_protects_it(
    workshop: Workshop, session: Session
) -> None:
    copied = make_area(
        session, workshop.seller, hectares=2, ward_code="00004",
        geographical_indication="Tân Cương",
    )  # fmt: skip
    assert workshop.pick(growing_area_id=copied.id).shares == {}


def test_a_certificate_counts_only_on_days_that_it_covers(
    workshop: Workshop, session: Session
) -> None:
    today = days.today()
    make_standard_certificate(
        session, workshop.seller, scheme="VietGAP",
        valid_from=today - timedelta(days=400), valid_to=today - timedelta(days=5),
    )  # fmt: skip
    assert "scheme:VietGAP" not in workshop.pick(days_ago=4).shares
    assert "scheme:VietGAP" in workshop.pick(days_ago=6).shares


def test_somebody_elses_material_does_not_exist(workshop: Workshop, session: Session) -> None:
    other = Workshop(session)
    leaf = other.pick()
    with pytest.raises(Invalid) as raised:
        workshop.dry((leaf, 100_000), grams=20_000)
    assert refused(raised) == {"inputs"}
    assert leaf.left == 100_000


def test_no_more_leaves_the_store_than_was_packed(workshop: Workshop) -> None:
    tea = workshop.dry((workshop.pick(), 100_000), grams=20_000)
    lot = workshop.pack((tea, 10_000), packs=100)
    workshop.write(EventKind.SHIP, days_ago=1, clock="08:00", lot=lot.code, packs=60, to="Hà Nội")
    with pytest.raises(Invalid) as raised:
        workshop.write(
            EventKind.SHIP, days_ago=1, clock="09:00", lot=lot.code, packs=41, to="Hà Nội"
        )
    assert refused(raised) == {"packs"}


def test_weights_that_are_all_round_are_noticed(workshop: Workshop) -> None:
    for grams in (20_000, 30_000, 50_000, 10_000, 40_000):
        workshop.pick(grams)
    last = workshop.pick(20_000)
    assert [found["rule"] for found in workshop.event_of(last).findings] == ["R9"]


def test_leaf_of_one_household_among_many_is_noticed(workshop: Workshop) -> None:
    for name in ("Hộ A", "Hộ B", "Hộ C"):
        workshop.pick(1_234, farmer=name)
    last = workshop.pick(99_999, farmer="Hộ D")
    assert [found["rule"] for found in workshop.event_of(last).findings] == ["R9"]


def test_what_was_refused_left_nothing_behind(workshop: Workshop, session: Session) -> None:
    leaf = workshop.pick(100_000)
    with pytest.raises(Invalid):
        workshop.dry((leaf, 100_001), grams=20_000)
    assert session.exec(select(func.count()).select_from(JourneyEvent)).one() == 1
    assert session.exec(select(func.count()).select_from(Material)).one() == 1
    assert leaf.left == 100_000


def test_a_packed_lot_tells_all_that_came_before_it(workshop: Workshop, session: Session) -> None:
    from app.traceability.queries import desk  # noqa: PLC0415

    leaf = workshop.pick(60_000, farmer="Hộ A"), workshop.pick(40_000, farmer="Hộ B")
    steps = [{"stage": "wither", "clock": "07:00", "minutes": 240},
             {"stage": "fix", "clock": "11:00", "minutes": 8, "celsius": 245}]  # fmt: skip
    tea = workshop.dry((leaf[0], 60_000), (leaf[1], 40_000), grams=20_000, steps=steps)
    lot = workshop.pack((tea, 20_000), packs=200)
    told = [(step.stage, step.grams_in, step.grams_out) for step in desk.journey(session, lot.id)]
    assert told == [
        ("harvest", None, 100_000),
        ("wither", 100_000, None),
        ("fix", None, 20_000),
        ("pack", 20_000, None),
    ]
    assert desk.journey(session, lot.id)[0].responsible == "Hộ A, Hộ B"
