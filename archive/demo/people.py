"""The people of the demonstration: one for every role, with a known password, and what each may do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone

from accounts.models import (
    CampusVisit,
    Contract,
    Institution,
    Membership,
    NetworkRange,
    Plan,
    Product,
    ReadingGroup,
    User,
)
from accounts.seats import assign_seat

# Everybody's, because this is printed on the screen; nobody is made with it where the archive is in production.
PASSWORD = "upper-kolva-1934"  # noqa: S105 known to all by design
PRODUCT, PLAN = "kolva-papers", "kolva-papers-year"
UNIVERSITY, COLLEGE, SEMINAR = "demonstration-university", "lapsed-college", "kolva-seminar"
# From RFC 5737: addresses for documentation, so that no visitor of a demonstration is on campus by chance.
NETWORKS = {UNIVERSITY: "192.0.2.0/24", COLLEGE: "198.51.100.0/24"}
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class SignIn:
    """A person one can sign in as; `can` says in a sentence what that shows. `office` is a group of permissions."""

    role: str
    email: str
    name: str
    can: str
    office: str = ""
    is_curator: bool = False
    is_superuser: bool = False


SIGN_INS = (
    SignIn("stranger", "stranger@example.org", "Sam Stranger", "Reads what is open, finds the rest."),
    SignIn("subscriber", "subscriber@example.org", "Sofia Subscriber", "Reads everything by a contract of her own."),
    SignIn("lapsed subscriber", "lapsed@example.org", "Lars Lapsed", "Had a contract; is told when it ended."),
    SignIn("campus", "campus@example.org", "Carla Campus", "Was on the university's network and reads from home."),
    SignIn("seat", "seat@example.org", "Sergio Seat", "Reads by a named seat of the university."),
    SignIn("queued", "queued@example.org", "Quentin Queued", "Waits for a seat: all of them are taken."),
    SignIn("lapsed institution", "college@example.org", "Clara College", "Her college's contract has ended."),
    SignIn(
        "group owner", "professor@example.org", "Petra Professor", "Owns the reading group Kolva seminar; has a seat."
    ),
    SignIn("group manager", "manager@example.org", "Mikko Manager", "Manages the reading group; has a seat."),
    SignIn("group member", "member@example.org", "Mina Member", "Is in the reading group, has no licence."),
    SignIn(
        "editor",
        "editor@example.org",
        "Edda Editor",
        "Reads drafts and licensed documents; keeps volumes and texts in the administration.",
        office="Editors",
        is_curator=True,
    ),
    SignIn(
        "librarian",
        "librarian@example.org",
        "Leo Librarian",
        "Keeps institutions, contracts and people in the administration.",
        office="Librarians",
    ),
    SignIn(
        "superuser", "admin@example.org", "Ada Admin", "May do everything in the administration.", is_superuser=True
    ),
)
# What the staff of each office may do: everything in one room but deleting.
OFFICES = {"Editors": "archive", "Librarians": "accounts"}
SEATS = ("seat@example.org", "professor@example.org", "manager@example.org", "queued@example.org")
MEMBERS = {
    "professor@example.org": Membership.Role.OWNER,
    "manager@example.org": Membership.Role.MANAGER,
    "member@example.org": Membership.Role.MEMBER,
}


def load_product() -> Product:
    """Make the one product there is to buy, or find it."""
    description = "Fictional. Opens the volume The Kolva Papers of the demonstration archive."
    defaults = {"name": "The Kolva Papers (fictional)", "description": description}
    return Product.objects.get_or_create(slug=PRODUCT, defaults=defaults)[0]


@transaction.atomic
def load_people() -> None:
    """Make whoever is missing, with verified addresses, contracts and seats; whoever is there stays as they are."""
    product = load_product()
    _plan(product)
    offices = {name: _office(name, room) for name, room in OFFICES.items()}
    people = {sign_in.email: _person(sign_in, offices) for sign_in in SIGN_INS}
    _contract(product, 335, person=people["subscriber@example.org"])
    _contract(product, -20, person=people["lapsed@example.org"])
    _university(product, people)
    _college(product, people["college@example.org"])
    _seminar(people)


def _plan(product: Product) -> None:
    """Offer the product for a year, so that ordering and renewing can be tried; no money is asked for."""
    description = "Fictional. Order it, and mark the order paid in the administration as the librarian."
    defaults = {"name": "The Kolva Papers for a year (fictional)", "description": description, "price": 4900}
    plan, is_new = Plan.objects.get_or_create(slug=PLAN, defaults=defaults)
    if is_new:
        plan.products.add(product)


def _person(sign_in: SignIn, offices: dict[str, Group]) -> User:
    user = User.objects.filter(email=sign_in.email).first()
    if user is None:
        user = User.objects.create_user(
            sign_in.email,
            PASSWORD,
            name=sign_in.name,
            is_curator=sign_in.is_curator,
            is_staff=bool(sign_in.office) or sign_in.is_superuser,
            is_superuser=sign_in.is_superuser,
        )
        if sign_in.office:
            user.groups.add(offices[sign_in.office])
    address = {"email": sign_in.email, "verified": True, "primary": True}
    EmailAddress.objects.get_or_create(user=user, email=sign_in.email, defaults=address)
    return user


def _office(name: str, room: str) -> Group:
    group, is_new = Group.objects.get_or_create(name=name)
    if is_new:
        permissions = Permission.objects.filter(content_type__app_label=room)
        group.permissions.set(permissions.exclude(codename__startswith="delete_"))
    return group


def _contract(product: Product, days_left: int, seats: int | None = None, **holder: User | Institution) -> Contract:
    """Find the holder's contract of this kind, or make one that began a year before its end."""
    contract = Contract.objects.filter(**holder, seats=seats).first()
    if contract is None:
        ends_on = timezone.now().date() + timedelta(days=days_left)
        begins = {"starts_on": ends_on - YEAR, "ends_on": ends_on, "off_campus_days": 365}
        contract = Contract.objects.create(**holder, **begins, seats=seats, reference="DEMO (fictional)")
        contract.products.add(product)
    return contract


def _institution(slug: str, name: str, contact: str, domain: str) -> Institution:
    defaults = {"name": name, "country": "XX", "contact_email": contact, "email_domains": domain}
    institution, is_new = Institution.objects.get_or_create(slug=slug, defaults=defaults)
    if is_new:
        NetworkRange.objects.create(institution=institution, network=NETWORKS[slug], note="RFC 5737, for documentation")
    return institution


def _university(product: Product, people: dict[str, User]) -> None:
    """A contract for the campus, and one with seats for named people who work elsewhere, all of them taken."""
    name, contact = "Demonstration University (fictional)", "library@university.example.org"
    university = _institution(UNIVERSITY, name, contact, "university.example.org")
    _contract(product, 335, institution=university)
    seated = _contract(product, 300, seats=3, institution=university)
    for email in SEATS:
        assign_seat(seated, people[email])
    visit = {"last_at": timezone.now()}
    CampusVisit.objects.get_or_create(user=people["campus@example.org"], institution=university, defaults=visit)


def _college(product: Product, member: User) -> None:
    name, contact = "Lapsed College (fictional)", "library@college.example.org"
    college = _institution(COLLEGE, name, contact, "college.example.org")
    assign_seat(_contract(product, -10, seats=5, institution=college), member)


def _seminar(people: dict[str, User]) -> None:
    university = Institution.objects.get(slug=UNIVERSITY)
    description = "Fictional. Reads the diary of Nadezhda Ozerova, a leaf a week."
    defaults = {"name": "Kolva seminar", "description": description, "institution": university}
    seminar = ReadingGroup.objects.get_or_create(slug=SEMINAR, defaults=defaults)[0]
    for email, role in MEMBERS.items():
        Membership.objects.get_or_create(group=seminar, user=people[email], defaults={"role": role})


def sign_in_lines(sign_ins: Iterable[SignIn] = SIGN_INS) -> list[str]:
    """Give the table of sign-ins as lines of text: e-mail address, role, what the person can do."""
    rows = list(sign_ins)
    wide = [max(len(getattr(row, name)) for row in rows) for name in ("email", "role")]
    lines = [f"  {row.email:{wide[0]}}  {row.role:{wide[1]}}  {row.can}" for row in rows]
    return [f"People of the demonstration, all with the password {PASSWORD}", *lines]
