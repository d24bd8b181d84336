"""The board pack: frozen to a publication, the same as page, PDF and Word file."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document

from dashboards.pack.building import pack, summary
from dashboards.pack.one_page import one_page
from dashboards.pack.pdf import OTHER_SCRIPT, one_page_pdf, whole_pdf
from dashboards.pack.whole import whole
from dashboards.pack.wording import _read, without_names
from dashboards.selectors.editions import pack_editions
from governance.models import Place, PlaceKind, User
from outcomes.kept import wording_now
from outcomes.models import (
    Action,
    ActionStatus,
    Area,
    Measure,
    Period,
    Publication,
    Target,
)
from tests.dashboards.publishing import (
    add_figure,
    publication_of,
    publish,
    rising,
    sixty,
    summaries_for,
    text_of,
)
from tests.factories.collection import DecisionFactory, MeetingFactory
from tests.factories.evidence import (
    ComparatorFactory,
    DataGapFactory,
    MetricMeasureFactory,
    PublishedWordingFactory,
    TargetFactory,
)
from tests.factories.governance import BoroughFactory, UserFactory
from tests.factories.outcomes import (
    BreakdownFactory,
    CategoryFactory,
    MeasureFactory,
    MetricFactory,
    PeriodFactory,
    PriorityFactory,
)
from tests.factories.planning import ActionFactory
from tests.pdf import glyphs_of, pages_of, words_of

PACK = "/dashboard/pack/2026-Q2/"


@pytest.fixture
def published(
    borough: Place,
    localities: dict[str, Place],
    booking: Measure,
    referred: Measure,
    families: Measure,
) -> Publication:
    """Sixteen quarters; booking is of a priority, was decided on, and has a target."""
    metric = MetricFactory(text="Numbers attending antenatal appointments")
    metric.priorities.add(PriorityFactory(number=1, title="Healthy pregnancies"))
    MetricMeasureFactory(metric=metric, measure=booking)
    TargetFactory(measure=booking, place=borough, value=45)
    london = BoroughFactory(code="E12000007", slug="london", name="London", kind=PlaceKind.REGION)
    ComparatorFactory(measure=booking, place=london, value=45)
    DataGapFactory(measure=MeasureFactory(code="HEA-107", title="Harmful conflict absent"))
    places = [borough, *localities.values()]
    last = PeriodFactory(code="2026-Q1")
    decision = DecisionFactory(
        meeting=MeetingFactory(held_on=date(2026, 8, 11)),
        period=last,
        text="Send the referral text to every practice.",
        recorded_at=datetime(2026, 8, 12, 9, 0, tzinfo=UTC),
    )
    decision.measures.add(booking)
    return publish(
        {
            **{(booking, place): rising(16) for place in places},
            (referred, borough): rising(16),
            (families, borough): [40 + i % 3 for i in range(16)],
        }
    )


def correct(
    publication: Publication, figures: list[tuple[Measure, Place, Any]], reason: str
) -> Publication:
    """Publishes a quarter again with other figures, as a correction."""
    again = publication_of(publication.period, is_correction=True, reason=reason)
    for measure, place, typed in figures:
        add_figure(again, measure, place, typed, is_revised=True)
    summaries_for(again)
    PublishedWordingFactory(publication=again)
    return again


def frozen(publication: Publication) -> str:
    return f"{PACK}{publication.number}"


def word_text(content: bytes) -> str:
    """Every word of a Word file, tables included."""
    document = Document(io.BytesIO(content))
    return " ".join(
        each.text or "" for each in document.element.body.iter() if each.tag.endswith("}t")
    )


def squeezed(text: str) -> str:
    """The text without spaces: a PDF has none where a line ends."""
    return re.sub(r"\s+", "", text)


def test_the_pack_opens_with_what_was_decided_and_what_happened(
    reader: Client, published: Publication
) -> None:
    text = text_of(reader.get(PACK))

    decided = text.index("You decided in August 2026; this happened")
    new = text.index("What is new", decided)
    assert new < text.index("Decisions wanted", new)
    assert "Send the referral text to every practice." in text
    assert "19.3% (193 of 1,000) then, 32.0% (320 of 1,000) now. Better" in text
    assert "They do not say that the one led to the other." in text


def test_signals_stand_beside_how_many_chance_would_give(
    reader: Client, published: Publication
) -> None:
    for page in (PACK, f"{PACK}summary/"):
        text = text_of(reader.get(page))
        assert re.search(r"2 of \d+ with enough history\.|It takes 13 quarters", text), page
    edition = pack_editions("2026-Q2")
    assert edition is not None
    assert edition.shown.number == published.number


def test_it_has_every_part(reader: Client, published: Publication) -> None:
    text = text_of(reader.get(PACK))

    for heading in (
        "What is new", "Decisions wanted", "Five areas, three levels", "Each priority",
        "Localities", "Equalities", "Gaps", "Actions", "Revised figures", "Every measure",
    ):  # fmt: skip
        assert heading in text
    assert "new since the pack before" in text
    assert "Agree what to do about “Children referred to social care again”" in text
    assert "Name an owner for 1 gap that nobody is filling." in text
    assert "1. Healthy pregnancies" in text
    assert "London 45.0%, 2025/26: worse" in text


def test_a_change_that_was_there_before_is_not_new(
    reader: Client, published: Publication, booking: Measure, borough: Place
) -> None:
    following = publication_of(PeriodFactory(code="2026-Q3"))
    add_figure(following, booking, borough, (325, 1000))
    summaries_for(following)

    text = text_of(reader.get("/dashboard/pack/2026-Q3/"))

    assert "also in the pack before" in text


@pytest.mark.parametrize(
    "path",
    [
        "/dashboard/pack/2031-Q1/", "/dashboard/pack/nonsense/", f"{PACK}99/", f"{PACK}1/",
        "/dashboard/pack/2031-Q1.pdf", f"{PACK}99.docx", f"{PACK}99/summary.pdf",
        f"{PACK}meeting/ZZZ-999/",
    ],
)  # fmt: skip
def test_a_publication_that_does_not_stand_at_the_quarter_is_not_found(
    reader: Client, published: Publication, path: str
) -> None:
    assert reader.get(path).status_code == 404


# ---- Frozen ----------------------------------------------------------------------------------


def everything(publication: Publication, reader: Client) -> tuple[str, ...]:
    address = frozen(publication)
    page = text_of(reader.get(f"{address}/"))
    page = page.replace("An earlier publication: newer figures exist.", "")
    return (
        re.sub(r"\s+", " ", page),
        words_of(reader.get(f"{address}.pdf").content),
        word_text(reader.get(f"{address}.docx").content),
        words_of(reader.get(f"{address}/summary.pdf").content),
        word_text(reader.get(f"{address}/summary.docx").content),
    )


def test_a_year_later_it_says_the_same_in_every_form(
    reader: Client,
    published: Publication,
    booking: Measure,
    referred: Measure,
    borough: Place,
    localities: dict[str, Place],
) -> None:
    before = everything(published, reader)

    correct(published, [(booking, borough, (250, 1000))], "Two practices counted twice.")
    following = publication_of(PeriodFactory(code="2026-Q3"))
    for place in (borough, *localities.values()):
        add_figure(following, booking, place, (100, 1000))
    summaries_for(following)
    Target.objects.update(value=10, reason="Another target.")
    TargetFactory(measure=referred, place=borough, value=1)
    booking.comparators.update(value=1)
    Measure.objects.filter(pk=booking.pk).update(
        title="Called otherwise", polarity="lower", accountability="service", level="bcyp"
    )
    Measure.objects.filter(pk=referred.pk).update(
        title="Retired since", status="retired", retired_on=date(2026, 11, 1), area=Area.HAPPY
    )
    Place.objects.filter(slug="north-east").update(name="North and East")
    booking.serves.all().delete()
    MeasureFactory(code="HEA-107").gap.delete()
    booking.decisions.update(text="Something else altogether.")
    DecisionFactory(period=Period.objects.get(code="2026-Q1"), text="A later decision.")

    assert everything(published, reader) == before


def test_a_pack_judges_by_the_target_in_force_at_its_quarter(
    reader: Client, borough: Place, booking: Measure
) -> None:
    for value, first in ((65, date(2023, 7, 1)), (75, date(2025, 7, 1)), (90, date(2030, 4, 1))):
        TargetFactory(measure=booking, place=borough, value=value, starts_on=first)
    publish({(booking, borough): [(70, 100)] * 16})

    def said(quarter: str) -> str:
        return text_of(reader.get(f"/dashboard/pack/{quarter}/meeting/HEA-201/"))

    assert "The target is 65.0%" in said("2025-Q1")
    assert "The target is 75.0%" in said("2025-Q2")
    assert "The target is" not in said("2023-Q1")
    assert "90.0%" not in said("2026-Q2")


def test_a_publication_keeps_the_comparison_in_force_at_its_quarter(
    borough: Place, booking: Measure
) -> None:
    london = BoroughFactory(code="E12000007", slug="london", name="London", kind=PlaceKind.REGION)
    for year in (2024, 2025, 2027):
        ComparatorFactory(
            measure=booking,
            place=london,
            period_label=f"{year}",
            starts_on=date(year, 4, 1),
            value=year - 2000,
        )
    last = PeriodFactory(code="2026-Q2")

    kept = wording_now(as_at=last, at=timezone.now())["comparators"]

    assert [(each["place__name"], each["period_label"]) for each in kept] == [("London", "2025")]


def test_the_tree_itself_is_the_same(
    published: Publication, booking: Measure, borough: Place
) -> None:
    editions = pack_editions("2026-Q2", published.number)
    assert editions is not None
    before = pack(editions)

    correct(published, [(booking, borough, (250, 1000))], "Two practices counted twice.")

    again = pack_editions("2026-Q2", published.number)
    assert again is not None
    assert pack(again) == before


def test_the_one_page_says_word_for_word_what_the_pack_says(published: Publication) -> None:
    editions = pack_editions("2026-Q2", published.number)
    assert editions is not None
    whole, page = pack(editions), summary(editions)

    said = {each.name: getattr(whole, each.name) for each in fields(page)}
    changes = [(each.row, each.is_new) for each in said.pop("changes")]
    assert {name: getattr(page, name) for name in said} == said
    assert [(each.row, each.is_new) for each in page.changes] == changes


def test_the_same_publication_gives_the_same_pdf_byte_for_byte(
    reader: Client, published: Publication
) -> None:
    address = f"{frozen(published)}.pdf"

    assert reader.get(address).content == reader.get(address).content


def test_without_a_number_it_is_the_latest_publication_of_the_quarter(
    reader: Client, published: Publication, booking: Measure, borough: Place
) -> None:
    again = correct(published, [(booking, borough, (250, 1000))], "Two practices counted twice.")

    text = text_of(reader.get(PACK))

    assert f"Publication {again.number}," in text
    assert "A correction of July to September 2026: Two practices counted twice." in text
    assert "An earlier publication" not in text
    assert "newer figures exist" in text_of(reader.get(f"{frozen(published)}/"))


def test_a_correction_of_an_older_quarter_belongs_to_the_pack_it_stands_at(
    reader: Client, published: Publication, booking: Measure, borough: Place
) -> None:
    older = Publication.objects.get(period__code="2026-Q1")
    again = correct(older, [(booking, borough, (201, 1000))], "A practice sent more.")

    assert f"Publication {again.number}," in text_of(reader.get(PACK))
    assert reader.get(f"/dashboard/pack/2026-Q1/{again.number}/").status_code == 404
    text = text_of(reader.get(PACK))
    assert "April to June 2026" in text
    assert "19.3% (193 of 1,000)" in text
    assert "20.1% (201 of 1,000) [r]" in text
    assert "A practice sent more." in text


def test_a_revised_figure_is_marked_with_its_reason_in_every_form(
    reader: Client, published: Publication, booking: Measure, borough: Place
) -> None:
    again = correct(published, [(booking, borough, (330, 1000))], "Two practices counted twice.")

    page, pdf, word, one, short = everything(again, reader)

    reason = f"Revised in publication {again.number}: Two practices counted twice."
    for text in (page, pdf, word, one, short):
        assert "33.0% [r]" in text
        assert squeezed(reason) in squeezed(text)
    assert "32.0% (320 of 1,000)" in page


# ---- As files --------------------------------------------------------------------------------


def test_the_pdf_is_tagged_titled_and_says_its_language(
    reader: Client, published: Publication
) -> None:
    response = reader.get(f"{PACK}summary.pdf")

    assert response["Content-Type"] == "application/pdf"
    assert "one-page-2026-Q2-publication-" in response["Content-Disposition"]
    content = response.content
    assert b"/MarkInfo" in content
    assert b"pdfuaid" in content
    assert re.search(rb"/Lang\s*\(en-GB\)", content)


def test_the_word_file_has_headings_tables_pictures_and_language(
    reader: Client, published: Publication
) -> None:
    document = Document(io.BytesIO(reader.get(f"{PACK[:-1]}.docx").content))

    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert any(text.startswith("What is new") for text in headings)
    assert document.core_properties.title == "Board pack, July to September 2026"
    assert document.core_properties.language == "en-GB"
    xml = document.element.xml
    assert len(document.tables) > 3
    assert all(table._tbl.xml.count("w:tblHeader") == 1 for table in document.tables)
    pictures = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(pictures) == 2
    assert all(text and "Tower Hamlets" in text for text in pictures)
    assert xml.count("<w:lang") == 0 or 'w:val="en-GB"' in xml


def test_illustrative_figures_say_so_in_every_form(
    reader: Client, borough: Place, booking: Measure
) -> None:
    made = publication_of(PeriodFactory(code="2026-Q2"), is_illustrative=True)
    add_figure(made, booking, borough, (250, 1000))
    summaries_for(made)

    assert "Illustrative figures" in text_of(reader.get(f"{PACK}summary/"))
    assert "Illustrative figures" in text_of(reader.get(PACK))
    assert "Illustrative figures" in words_of(reader.get(f"{PACK[:-1]}.pdf").content)
    assert "Illustrative figures" in word_text(reader.get(f"{PACK[:-1]}.docx").content)


HOSTILE = '#image("/etc/passwd") *bold* $x$ @ref <label> `raw` \\ [c] {{ x }} <b>&amp; ] #let'


def test_words_are_never_read_as_markup(
    reader: Client, published: Publication, booking: Measure, borough: Place
) -> None:
    Measure.objects.filter(pk=booking.pk).update(title=HOSTILE[:90])
    again = correct(published, [(booking, borough, (320, 1000))], HOSTILE)

    for text in everything(again, reader):
        assert squeezed(HOSTILE[:90]) in squeezed(text)


def test_words_in_a_script_the_typefaces_lack_are_told_of_and_not_lost_in_silence(
    reader: Client, published: Publication, booking: Measure, borough: Place
) -> None:
    typed = "الأم والطفل 🙂 Waalidiinta"
    again = correct(published, [(booking, borough, (320, 1000))], typed)

    page, pdf, word, *_ = everything(again, reader)

    assert typed in page
    assert typed in word
    assert f"{OTHER_SCRIPT} Waalidiinta" in pdf


def test_words_in_bengali_are_printed_with_every_letter(published: Publication) -> None:
    from dashboards.pack.blocks import Paper, Paragraph, Run

    plain, bold = "আমরা পরিবারকে সাহায্য করি।", "মা ও শিশু ১২৩"
    runs = (Run(plain), Run(bold, bold=True))
    paper = Paper("Letters", "", "", False, date(2026, 1, 1), (Paragraph(runs),))

    made = whole_pdf(paper)

    assert set(plain + bold) <= set(words_of(made))
    assert OTHER_SCRIPT not in words_of(made)
    drawn = glyphs_of(made)
    assert {"NotoSansBengali-Regular", "NotoSansBengali-Bold"} <= set(drawn)
    assert not any(0 in glyphs for glyphs in drawn.values())


def test_every_letter_that_is_let_through_is_in_the_typefaces(published: Publication) -> None:
    from dashboards.pack.blocks import Paper, Paragraph, Run
    from dashboards.pack.pdf import _UNKNOWN

    letters = "".join(chr(code) for code in range(0x20, 0x2200) if not _UNKNOWN.match(chr(code)))
    paper = Paper("Letters", "", "", False, date(2026, 1, 1), (Paragraph((Run(letters),)),))

    assert pages_of(whole_pdf(paper)) >= 1


# ---- One page --------------------------------------------------------------------------------


def test_sixty_measures_fit_exactly_one_page(reader: Client, borough: Place) -> None:
    sixty(borough)
    editions = pack_editions("2026-Q2")
    assert editions is not None

    made = pack(editions)
    content = one_page_pdf(one_page(made))

    assert made.shown == 60
    assert pages_of(content) == 1
    assert "60 of 70" in words_of(content)


def test_it_stays_one_page_whatever_people_typed(reader: Client, borough: Place) -> None:
    sixty(borough)
    last = Publication.objects.latest_of_all()
    again = publication_of(
        last.period,
        is_correction=True,
        reason="Counted twice, as the long letter of the trust explains. " * 60,
        late_or_missing=[f"Partner organisation number {i}" for i in range(80)],
    )
    for measure in Measure.objects.all():
        add_figure(again, measure, borough, (411, 1000), is_revised=True)
    summaries_for(again)
    PublishedWordingFactory(publication=again)

    content = reader.get(f"{PACK}summary.pdf").content

    assert pages_of(content) == 1
    assert "[r] Revised in publication" in words_of(content)
    assert "Counted twice" in text_of(reader.get(f"{PACK}summary/"))


@pytest.mark.parametrize("measures", [1, 12, 30])
def test_fewer_fit_one_page_in_larger_print(borough: Place, measures: int) -> None:
    made = {
        (MeasureFactory(code=f"HEA-{400 + i}", order=i), borough): rising(14)
        for i in range(measures)
    }
    publish(made)
    editions = pack_editions("2026-Q2")
    assert editions is not None

    assert pages_of(one_page_pdf(one_page(pack(editions)))) == 1


# ---- Equalities ------------------------------------------------------------------------------


def test_a_group_that_differs_is_told_beside_what_chance_would_give(
    reader: Client, published: Publication, booking: Measure, borough: Place
) -> None:
    ethnicity = BreakdownFactory(code="ethnicity", name="Ethnicity")
    low = CategoryFactory(breakdown=ethnicity, code="somali", name="Somali")
    same = CategoryFactory(breakdown=ethnicity, code="other", name="Other")
    again = publication_of(published.period, is_correction=True, reason="Splits came late.")
    add_figure(again, booking, borough, (320, 1000))
    for category, typed in ((low, (20, 200)), (same, (64, 200))):
        add_figure(again, booking, borough, typed, category=category)
    summaries_for(again)
    PublishedWordingFactory(publication=again)

    text = text_of(reader.get(PACK))

    assert "1 of 2 groups compared differ from the whole borough; chance alone would give" in text
    assert "chance alone would give up to 0.1." in text
    assert "Ethnicity: Somali" in text
    assert "Ethnicity: Other" not in text


# ---- In the meeting --------------------------------------------------------------------------


def test_a_meeting_walks_through_what_changed_first(reader: Client, published: Publication) -> None:
    page = reader.get(f"{PACK}meeting/SAF-302/")

    text = text_of(page)
    assert "1 of 2" in text
    assert "Children referred to social care again" in text
    assert 'rel="next"' in page.content.decode()
    following = reader.get(f"{PACK}meeting/HEA-201/")
    assert "2 of 2" in text_of(following)
    assert "Send the referral text to every practice." in text_of(following)


def test_only_who_may_records_a_decision_there(
    reader: Client,
    coordinator: User,
    sign_in: Callable[[User], Client],
    published: Publication,
    booking: Measure,
) -> None:
    assert "Record the decision" not in text_of(reader.get(f"{PACK}meeting/HEA-201/"))

    page = sign_in(coordinator).get(f"{PACK}meeting/HEA-201/")

    assert "Record the decision" in text_of(page)
    assert f'name="measures" value="{booking.pk}"' in page.content.decode()
    assert f'name="period" value="{published.period_id}"' in page.content.decode()


@pytest.mark.parametrize(("page", "queries"), [("", 28), ("summary/", 14)])
@pytest.mark.parametrize("quarters", [16, 40])
def test_the_pack_takes_few_queries_however_long_the_history(
    reader: Client,
    django_assert_max_num_queries: Any,
    borough: Place,
    localities: dict[str, Place],
    booking: Measure,
    quarters: int,
    page: str,
    queries: int,
) -> None:
    publish({(booking, place): rising(quarters) for place in (borough, *localities.values())})
    reader.get("/help/")

    with django_assert_max_num_queries(queries):
        reader.get(f"{PACK}{page}")


def test_an_unchanged_pack_is_not_sent_again(reader: Client, published: Publication) -> None:
    first = reader.get(f"{PACK}summary.pdf")

    again = reader.get(f"{PACK}summary.pdf", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304


def test_the_overview_leads_to_it(reader: Client, published: Publication) -> None:
    for page in ("/", "/dashboard/"):
        content = reader.get(page).content.decode()
        assert f"{frozen(published)}/summary/" in content
        assert f'href="{frozen(published)}/"' in content


def test_a_publication_from_before_wordings_were_kept_says_so(
    reader: Client, borough: Place, booking: Measure
) -> None:
    made = publication_of(PeriodFactory(code="2026-Q2"))
    add_figure(made, booking, borough, (250, 1000))
    summaries_for(made)

    assert "made before they were kept" in text_of(reader.get(PACK))


def test_it_is_made_in_far_less_than_half_a_minute(borough: Place) -> None:
    sixty(borough)
    editions = pack_editions("2026-Q2")
    assert editions is not None
    since = timezone.now()

    whole_pdf(whole(pack(editions)))

    assert timezone.now() - since < timedelta(seconds=30)


def test_whoever_is_not_signed_in_reads_the_role_of_who_is_behind_and_no_name(
    reader: Client, published: Publication, booking: Measure, borough: Place, settings: Any
) -> None:
    settings.PUBLIC_DASHBOARDS = True
    amina = UserFactory(name="Amina Begum")
    late = {"due_on": date(2026, 6, 1), "owner": amina}
    ActionFactory(title="Open on Saturdays", owner_role="Hub manager", **late)
    ActionFactory(title="Ask families", **late)
    page = frozen(correct(published, [(booking, borough, (300, 1000))], "A slip")) + "/"

    read, read_outside = text_of(reader.get(page)), text_of(Client().get(page))

    assert "Hub manager (Amina Begum)" in read
    assert "Open on Saturdays" in read_outside
    assert "Hub manager" in read_outside
    assert "Amina" not in read_outside


def test_a_wording_from_before_roles_were_kept_apart_names_nobody_outside(borough: Place) -> None:
    ActionFactory(due_on=date(2026, 6, 1), owner=UserFactory(name="Amina Begum"))
    made = publication_of(PeriodFactory(code="2026-Q2"))
    kept = wording_now(as_at=made.period, at=made.published_at)
    for each in kept["actions"]["behind"]:
        del each["role"]

    actions = without_names(_read(kept, is_kept=True)).actions

    assert actions is not None
    assert [each.owner for each in actions.behind] == ["named"]


def test_it_keeps_how_the_actions_stood_and_an_older_wording_says_nothing_of_them(
    borough: Place, booking: Measure
) -> None:
    ActionFactory(due_on=date(2026, 6, 1), title="Late one")
    ActionFactory(status=ActionStatus.DONE)
    made = publication_of(PeriodFactory(code="2026-Q2"))
    kept = wording_now(as_at=made.period, at=made.published_at)
    Action.objects.update(title="Renamed later")

    read = _read(kept, is_kept=True).actions
    del kept["actions"]

    assert read is not None
    assert (read.all, read.done) == (2, 1)
    assert [(each.title, each.standing) for each in read.behind] == [
        ("Late one", "Overdue, said to be on track")
    ]
    assert _read(kept, is_kept=True).actions is None
