"""Registers in and out: ugly workbooks, the fate of each row, the undo of the whole, the way there and back."""

from datetime import timedelta
from typing import Any

import pytest

from kayoi.engines.casefiles.models import CaseFile, Note
from kayoi.engines.casefiles.services import protect
from kayoi.engines.casefiles.states import ContactBasis
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.kit.sheets import find_header, read_sheets, records
from kayoi.programmes.homes import services
from kayoi.programmes.homes.jobs import import_rows, undo_rows
from kayoi.programmes.homes.models import Home, HomeEvent, Listing, Party, PriceChange, RegisterImport, RegisterRow
from kayoi.programmes.homes.selectors.exchange.registers import PROTECTED, register_table, returned_file
from kayoi.programmes.homes.selectors.listings import COPIED
from kayoi.programmes.homes.services import exchange
from kayoi.programmes.homes.services.exchange.undoing import CHANGED, USED
from kayoi.programmes.homes.states import HomeStatus
from kayoi.programmes.homes.states.exchange import REGISTER_IMPORT, FileFormat, RowFate, Scale, Which
from kayoi.programmes.homes.tests.factories import OWN_SITE
from kayoi.programmes.homes.tests.houses import make_home, make_owner
from kayoi.programmes.homes.tests.registers import book, comma_separated, stacked, titled
from tests.cast import Member
from tests.clock import NOW
from tests.jobs import run_jobs


def tried(data: bytes, by: Member, name: str = "台帳.xlsx") -> RegisterImport:
    run = exchange.take_register(data=data, name=name, by=by.actor, at=NOW)
    exchange.try_register(run=run, by=by.actor, at=NOW)
    run_jobs()
    run.refresh_from_db()
    return run


def imported(data: bytes, by: Member, name: str = "台帳.xlsx") -> RegisterImport:
    run = tried(data, by, name)
    exchange.start_import(run=run, by=by.actor, at=NOW)
    run_jobs()
    run.refresh_from_db()
    assert run.status == "done"
    return run


def undone(run: RegisterImport, by: Member) -> RegisterImport:
    exchange.undo_import(run=run, why="列をまちがえた", by=by.actor, at=NOW)
    run_jobs()
    run.refresh_from_db()
    return run


def fates(run: RegisterImport) -> list[str]:
    return list(RegisterRow.objects.filter(run=run).order_by("row").values_list("fate", flat=True))


def told(run: RegisterImport) -> str:
    return " ".join(said["text"] for row in RegisterRow.objects.filter(run=run) for said in row.said)


def test_a_register_with_title_total_and_eras(in_ina: Organization, head: Member) -> None:
    run = imported(titled(), head)
    assert fates(run) == ["new", "new", "new", "new", "unreadable", "left", "left"]
    first, second, third, fourth = Home.objects.order_by("number")
    assert (first.number, first.status, first.offer, first.price_yen) == ("伊-1", "registered", "sale", 3_800_000)
    assert (first.quarter, first.address, first.built_year) == ("高遠町勝間", "123番地4", 1973)
    assert (str(first.floor_m2), first.details) == ("119.01", {"structure": "wood", "pets": False})
    assert (second.rent_yen, second.status, second.details["pets"]) == (35_000, "registered", True)
    assert (third.status, third.offer, third.price_yen) == ("closed", "both", None)
    assert (fourth.status, fourth.price_yen, fourth.built_year) == ("suspended", None, None)
    assert "江戸時代末期" in told(run)
    assert "高い" in told(run)
    assert "△△" in told(run)


def test_owners_become_files_whose_contact_is_not_confirmed(in_ina: Organization, head: Member) -> None:
    imported(titled(), head)
    owners = {party.home.number: party.case_file for party in Party.objects.select_related("home", "case_file")}
    assert owners["伊-1"] == owners["伊-3"], "the same telephone is the same person"
    assert owners["伊-1"].name == "青空　一郎(架空)"
    assert {file.contact_basis for file in owners.values()} == {ContactBasis.UNCONFIRMED}
    assert "畑あり" in Note.objects.get(case_file=owners["伊-1"]).text


def test_no_consent_is_assumed(in_ina: Organization, head: Member) -> None:
    run = imported(titled(), head)
    for home in Home.objects.filter(status=HomeStatus.REGISTERED):
        services.renew_listing(home=home, by=head.actor, at=NOW)
    assert not Listing.objects.exists()
    waiting = FollowUp.objects.get(cause=REGISTER_IMPORT, reference=str(run.pk))
    assert "2件" in waiting.title


def test_stacked_headings_merged_cells_and_the_same_lot_twice(in_ina: Organization, head: Member) -> None:
    run = imported(stacked(), head)
    assert fates(run) == ["new", "repeated", "new"]
    first, second = Home.objects.order_by("pk")
    assert (first.lot_number, str(first.land_m2), str(first.floor_m2)) == ("1234番5", "330.50", "120.00")
    assert (str(second.land_m2), second.floor_m2) == ("991.74", None)
    (owner,) = CaseFile.objects.all()
    assert (owner.name, Party.objects.filter(case_file=owner).count()) == ("星野 光(架空)", 2)
    assert Note.objects.filter(case_file=owner, text__contains="近所 の人").exists(), "a caretaker is no owner"


def test_a_csv_of_another_system(in_ina: Organization, head: Member) -> None:
    run = imported(comma_separated(), head, "bank.csv")
    assert fates(run) == ["new", "new", "repeated", "unreadable"]
    first, second = Home.objects.order_by("number")
    assert (first.number, first.price_yen, first.built_year) == ("A-001", 3_800_000, 1975)
    assert first.details["rooms"] == "5DK"
    assert (str(first.registered_on), str(first.term_ends_before)) == ("2024-04-01", "2026-04-01")
    assert (second.status, second.rent_yen, second.built_year) == ("withdrawn", 35_000, 1976)
    file = Party.objects.get(home=first).case_file
    assert (file.kana, file.postal_code, file.email) == ("ﾂｷｵｶ ﾐｵ", "123-4567", "mio@example.jp")


def test_what_is_not_taken_comes_back_with_the_reason_beside_it(in_ina: Organization, head: Member) -> None:
    run = tried(titled(), head)
    (sheet,) = read_sheets(returned_file(run), name="返却.xlsx").sheets
    rows = list(records(sheet, find_header(sheet.rows, sheet=sheet.name)))
    assert [row["行"] for row in rows] == ["8", "9"]
    last = rows[-1]
    assert (last["ゆくえ"], last["登録番号"]) == ("読めない", "伊-5")
    assert "△△" in str(last["理由"])


def test_a_trial_changes_nothing_and_the_same_register_again_brings_nothing(in_ina: Organization, head: Member) -> None:
    tried(titled(), head)
    assert not Home.objects.exists()
    imported(titled(), head)
    again = tried(stacked(), head)
    assert fates(again) == ["new", "repeated", "new"]
    assert fates(tried(titled(), head)) == ["known", "known", "known", "known", "unreadable", "left", "left"]


def test_a_register_without_numbers_is_known_again_word_for_word(in_ina: Organization, head: Member) -> None:
    data = book({"a": [["町名", "価格"], ["山寺", "380万円"], ["手良", "100万円"]]})
    imported(data, head)
    run = tried(data, head)
    assert fates(run) == ["known", "known"]
    assert "前に取り込んで" in told(run)


def test_a_house_of_the_register_is_not_taken_twice(in_ina: Organization, head: Member) -> None:
    make_home(by=head.actor, at=NOW, quarter="美篶", lot_number="1234-5")
    assert fates(tried(stacked(), head)) == ["known", "known", "new"]


def test_a_house_that_comes_between_trial_and_import_is_told(in_ina: Organization, head: Member) -> None:
    run = tried(stacked(), head)
    make_home(by=head.actor, at=NOW, quarter="美篶", lot_number="1234-5")
    exchange.start_import(run=run, by=head.actor, at=NOW)
    run_jobs()
    assert fates(run) == ["known", "repeated", "new"]


def test_what_columns_mean_can_be_corrected_and_is_remembered(in_ina: Organization, head: Member) -> None:
    data = book({"a": [["町名", "雪"], ["山寺", "380万円"], ["手良", "100万円"]]})
    run = exchange.take_register(data=data, name="台帳.xlsx", by=head.actor, at=NOW)
    assert run.tables[0]["targets"] == ["quarter", "keep"]
    exchange.change_columns(
        run=run, chosen=0, targets=["quarter", "price_yen"], version=run.version, by=head.actor, at=NOW
    )
    exchange.try_register(run=run, by=head.actor, at=NOW)
    run_jobs()
    run.refresh_from_db()
    exchange.start_import(run=run, by=head.actor, at=NOW)
    run_jobs()
    assert set(Home.objects.values_list("price_yen", flat=True)) == {3_800_000, 1_000_000}
    again = exchange.take_register(data=data, name="次.xlsx", by=head.actor, at=NOW)
    assert again.tables[0]["targets"] == ["quarter", "price_yen"]


def test_the_heading_can_be_pointed_to(in_ina: Organization, head: Member) -> None:
    run = exchange.take_register(data=titled(), name="台帳.xlsx", by=head.actor, at=NOW)
    assert run.tables[run.chosen]["sheet"] == "登録台帳", "not the sheet with the totals"
    exchange.set_header(run=run, chosen=run.chosen, first=4, last=4, version=run.version, by=head.actor, at=NOW)
    assert run.tables[run.chosen]["names"][1] == "登録番号"
    with pytest.raises(exchange.UnableToTakeRegister, match="見出しにできません"):
        exchange.set_header(run=run, chosen=run.chosen, first=400, last=400, version=run.version, by=head.actor, at=NOW)


def test_no_table_is_refused(in_ina: Organization, head: Member) -> None:
    with pytest.raises(exchange.UnableToTakeRegister):
        exchange.take_register(data=book({"a": []}), name="x.xlsx", by=head.actor, at=NOW)


def test_the_undo_leaves_nothing_of_an_import_behind(in_ina: Organization, head: Member) -> None:
    there = make_file(name="月岡 澪(架空)", email="mio@example.jp")
    run = imported(comma_separated(), head, "bank.csv")
    assert Party.objects.filter(case_file=there).count() == 2, "a file that is there is used"
    runs = [run, imported(titled(), head)]
    for each in runs:
        assert (undone(each, head).status, each.kept) == ("undone", 0)
    for model in (Home, HomeEvent, PriceChange, Party, Note, RegisterRow):
        assert not model.objects.exists(), model
    assert list(CaseFile.objects.all()) == [there]
    assert not FollowUp.objects.open().filter(cause=REGISTER_IMPORT).exists()


def test_what_was_touched_since_stays_and_is_told(in_ina: Organization, head: Member) -> None:
    run = imported(titled(), head)
    first, second, *_ = Home.objects.order_by("number")
    services.change_home(home=first, changes={"title": "畑のある家"}, version=1, by=head.actor, at=NOW)
    services.move_home(home=second, action="publish", by=head.actor, at=NOW)
    assert (undone(run, head).status, run.kept) == ("undone", 2)
    assert list(Home.objects.order_by("number")) == [first, second]
    assert dict(RegisterRow.objects.values_list("home__number", "kept_why")) == {"伊-1": CHANGED, "伊-2": CHANGED}
    assert Party.objects.count() == 2


def test_a_house_with_new_papers_stays(in_ina: Organization, head: Member) -> None:
    run = imported(stacked(), head)
    home = Home.objects.order_by("pk")[0]
    home.checks.create(kind="tax")
    undone(run, head)
    assert RegisterRow.objects.get().kept_why == USED
    assert CaseFile.objects.exists(), "the owner of the house that stays"


def test_jobs_may_run_twice(in_ina: Organization, head: Member) -> None:
    run = imported(titled(), head)
    import_rows.func(organization=in_ina.pk, run=run.pk)
    assert Home.objects.count() == 4
    undone(run, head)
    undo_rows.func(organization=in_ina.pk, run=run.pk)
    assert not Home.objects.exists()


def test_many_rows_come_in_pieces(in_ina: Organization, head: Member) -> None:
    rows = [["町名", "地番", "氏名"], *(["山寺", str(number), f"所有者{number}"] for number in range(1, 251))]
    run = imported(book({"a": rows}), head)
    assert (Home.objects.count(), run.done, run.total) == (250, 250, 250)


def test_workbooks_are_forgotten(in_ina: Organization, head: Member) -> None:
    run = tried(titled(), head)
    assert exchange.forget_registers(before=NOW, by=head.actor, at=NOW) == 0
    assert exchange.forget_registers(before=NOW + timedelta(days=1), by=head.actor, at=NOW) == 1
    run.refresh_from_db()
    assert run.data is None
    assert not RegisterRow.objects.exclude(cells=[], said=[], plan={}).exists()


PUBLIC: dict[str, Any] = {
    "kind": "shop_dwelling", "offer": "both", "price_yen": 3_800_000, "rent_yen": 35_000, "quarter": "高遠町勝間",
    "built_year": 1973, "floor_m2": "119.01", "land_m2": "330.50", "farmland_m2": "991.74",
    "title": "庭から山の見える家", "title_en": "A house with a view", "appeal": "=広い庭。\n薪ストーブ。",
    "appeal_en": "A garden.",
}  # fmt: skip
DETAILS = {"structure": "wood", "storeys": 2, "rooms": "5DK", "pets": False, "mortgage": True}


def test_what_goes_out_comes_in_elsewhere_as_the_same_house(
    ina: Organization, sado: Organization, officer: Member, sado_officer: Member
) -> None:
    with scope.of_organization(ina.pk):
        home = make_home(
            by=officer.actor, at=NOW, status=HomeStatus.PUBLISHED, details=DETAILS, address="123番地",
            lot_number="123-4", **PUBLIC,
        )  # fmt: skip
        make_owner(home, make_file(name="山田 花", phone="090-1111-2222"), at=NOW, agrees_to=OWN_SITE)
        data = exchange.give_register(
            organization=ina, which=Which.EVERY, scale=Scale.ALL, kind=FileFormat.XLSX, why="引継ぎ", by=officer.actor,
            at=NOW,
        )  # fmt: skip
        home.refresh_from_db()
    with scope.of_organization(sado.pk):
        run = imported(data, sado_officer)
        assert fates(run) == [RowFate.NEW], told(run)
        there = Home.objects.get()
        same = [name for name in COPIED if name not in {"number", "place_code", "window_ends_on"}]
        assert {name: getattr(there, name) for name in same} == {name: getattr(home, name) for name in same}
        assert there.details == DETAILS
        assert (there.address, there.lot_number, there.status) == ("123番地", "123-4", "registered")
        assert "新しい番号を付けます" in told(run)
        assert Party.objects.get().case_file.phone == "090-1111-2222"


def test_public_items_only_unless_somebody_says_why(in_ina: Organization, officer: Member) -> None:
    home = make_home(by=officer.actor, at=NOW, status=HomeStatus.PUBLISHED, address="秘密1", details=DETAILS)
    make_owner(home, make_file(name="山田 花"), at=NOW, agrees_to=OWN_SITE)
    columns, rows = register_table(which=Which.SHOWN, scale=Scale.PUBLIC, on=local_date(NOW))
    assert not {"番地など", "所有者の氏名", "抵当権"} & {column.label for column in columns}
    assert "秘密1" not in str(rows)
    exchange.give_register(
        organization=in_ina, which=Which.SHOWN, scale=Scale.ALL, kind=FileFormat.CSV, why="議会の資料",
        by=officer.actor, at=NOW,
    )  # fmt: skip
    entry = Entry.objects.get(action="homes.give_register")
    assert (entry.why, entry.after) == ("議会の資料", {"which": "shown", "scale": "all", "houses": 1})


def test_nobody_under_protection_stands_in_a_list(in_ina: Organization, officer: Member, head: Member) -> None:
    file = make_file(name="隠れた人", phone="090-9999-9999")
    make_owner(make_home(by=officer.actor, at=NOW, status=HomeStatus.PUBLISHED), file, at=NOW, agrees_to=OWN_SITE)
    protect(file=file, starts_on=local_date(NOW), basis="住民基本台帳事務処理要領", by=head.actor, at=NOW)
    _, rows = register_table(which=Which.EVERY, scale=Scale.ALL, on=local_date(NOW))
    assert PROTECTED in str(rows)
    assert "隠れた人" not in str(rows)
    assert "9999" not in str(rows)
