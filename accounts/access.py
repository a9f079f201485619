"""The rule: who may read what, written once, as a query. Every door starts here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Product, ReadingGroup, User
from accounts.visitor import Grant, Refusal, Visitor


class Audience(models.TextChoices):
    """Who a thing is for; open and controlled are COUNTER 5.1's words (Access_Type)."""

    OPEN = "open", _("open to everyone")
    CONTROLLED = "controlled", _("licensed")
    GROUP = "group", _("a reading group")
    OWNER = "owner", _("its owner only")


class State(models.TextChoices):
    """Where a thing stands in its life."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class GuardedQuerySet(models.QuerySet[Any]):
    """What every door uses; the check is the query itself."""

    def readable_by(self, visitor: Visitor, at: datetime | None = None) -> Self:
        """Keep what the visitor may read, now unless another moment is given."""
        return self.filter(self._rule(readable, visitor, at))

    def findable_by(self, visitor: Visitor, at: datetime | None = None) -> Self:
        """Keep what the visitor may know of, and mark each row with `is_readable`."""
        rule = self._rule(readable, visitor, at)
        marked = Case(When(rule, then=Value(True)), default=Value(False), output_field=models.BooleanField())
        return self.filter(self._rule(findable, visitor, at)).annotate(is_readable=marked)

    def _rule(self, rule: Callable[..., Q], visitor: Visitor, at: datetime | None) -> Q:
        prefix = getattr(self.model, "guard", "")
        return rule(visitor, prefix, at) & own_state(visitor, self.model)


class Guarded(models.Model):
    """The lock's six columns. The lock names the key (`product`); the key does not know the lock."""

    audience = models.CharField(_("audience"), max_length=12, choices=Audience.choices, default=Audience.CONTROLLED)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT)
    public_from = models.DateTimeField(
        _("public from"),
        null=True,
        blank=True,
        help_text=_("Before this moment it is treated as a draft. Empty: at once."),
    )
    owner = models.ForeignKey(
        User, verbose_name=_("owner"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    group = models.ForeignKey(
        ReadingGroup, verbose_name=_("reading group"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    product = models.ForeignKey(
        Product,
        verbose_name=_("product"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("What a contract must hold to open this, when it is licensed."),
    )

    objects: ClassVar[Any] = GuardedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A lock without its key would be open to nobody, or by accident to all.
            models.CheckConstraint(
                condition=~Q(audience="group") | Q(group__isnull=False), name="%(class)s_group_lock_has_group"
            ),
            models.CheckConstraint(
                condition=~Q(audience="owner") | Q(owner__isnull=False), name="%(class)s_owner_lock_has_owner"
            ),
            models.CheckConstraint(
                condition=~Q(audience="controlled", state="published") | Q(product__isnull=False),
                name="%(class)s_licence_lock_has_product",
            ),
        ]

    @property
    def lock(self) -> Guarded:
        """Give the row that carries the lock: this one."""
        return self


def _on(prefix: str, **conditions: Any) -> Q:
    return Q(**{f"{prefix}{name}": value for name, value in conditions.items()})


def _live(prefix: str, at: datetime | None) -> Q:
    """Give published and past its embargo."""
    embargo = _on(prefix, public_from__isnull=True) | _on(prefix, public_from__lte=at or timezone.now())
    return _on(prefix, state=State.PUBLISHED) & embargo


def readable(visitor: Visitor, prefix: str = "", at: datetime | None = None) -> Q:
    """Give the query for content; `prefix` carries it to a neighbour ("document__")."""
    keys = _on(prefix, audience=Audience.OPEN)
    if visitor.products:
        keys |= _on(prefix, audience=Audience.CONTROLLED, product_id__in=sorted(visitor.products))
    return _opened_by(keys, visitor, prefix, at)


def findable(visitor: Visitor, prefix: str = "", at: datetime | None = None) -> Q:
    """Give the query for the mere record: what is readable, and also what is licensed to others."""
    keys = _on(prefix, audience__in=[Audience.OPEN, Audience.CONTROLLED])
    return _opened_by(keys, visitor, prefix, at)


def _opened_by(keys: Q, visitor: Visitor, prefix: str, at: datetime | None) -> Q:
    """Add to the keys of live things those of groups, and what curators and owners pass without."""
    if visitor.groups:
        keys |= _on(prefix, audience=Audience.GROUP, group_id__in=sorted(visitor.groups))
    rule = _live(prefix, at) & keys
    if visitor.is_curator:
        rule |= _on(prefix, audience__in=[Audience.OPEN, Audience.CONTROLLED])
    if visitor.user_id is not None:
        rule |= _on(prefix, owner_id=visitor.user_id)
    return rule


def own_state(visitor: Visitor, model: type[models.Model]) -> Q:
    """Give the query for a part's own state (a text in draft, an image withdrawn), for parts that have one."""
    if not getattr(model, "guard", "") or visitor.is_curator:
        return Q()
    return Q(state=State.PUBLISHED)


class Verdict(StrEnum):
    """The four answers; the two denials bear COUNTER's names because they are COUNTER's events."""

    READ = "read"
    NO_LICENSE = "no_license"
    LIMIT_EXCEEDED = "limit_exceeded"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict with the grant that opened the thing, or the refused grants that almost did."""

    verdict: Verdict
    grant: Grant | None = None
    almost: tuple[Grant, ...] = ()
    is_open: bool = False

    @property
    def may_read(self) -> bool:
        """True when the content may be shown."""
        return self.verdict is Verdict.READ

    @property
    def in_grace(self) -> bool:
        """True when access has just ended, so that an open page stays readable for its grace."""
        now = timezone.now()
        return any(
            grant.refused is Refusal.EXPIRED and grant.until is not None and now < grant.until + grant.grace
            for grant in self.almost
        )


def answer(visitor: Visitor, thing: Any) -> Answer:
    """Tell what the visitor may do with one row, and why.

    A row fetched through `findable_by` carries the answer already and costs no statement;
    any other is looked up once. Parts (a page, a text) answer for the document they belong to.
    """
    is_readable = getattr(thing, "is_readable", None)
    if is_readable is None:
        row = type(thing).objects.findable_by(visitor).filter(pk=thing.pk).values_list("is_readable", flat=True).first()
        if row is None:
            return Answer(Verdict.HIDDEN)
        is_readable = row
    lock = thing.lock
    if is_readable:
        return Answer(Verdict.READ, grant=_opener(visitor.grants, lock), is_open=lock.audience == Audience.OPEN)
    almost = tuple(grant for grant in visitor.refused if lock.product_id in grant.products)
    is_full = any(grant.refused is Refusal.FULL for grant in almost)
    return Answer(Verdict.LIMIT_EXCEEDED if is_full else Verdict.NO_LICENSE, almost=almost)


def _opener(grants: tuple[Grant, ...], lock: Guarded) -> Grant | None:
    if lock.audience != Audience.CONTROLLED:
        return None
    return next((grant for grant in grants if lock.product_id in grant.products), None)


def _reads(visitor: Visitor, thing: Any) -> bool:
    return answer(visitor, thing).may_read


def _annotates(visitor: Visitor, thing: Any) -> bool:
    return visitor.user_id is not None and _reads(visitor, thing)


def _edits(visitor: Visitor, thing: Guarded) -> bool:  # noqa: ARG001 every verb takes its thing
    return visitor.is_curator


def _contributes(visitor: Visitor, group: ReadingGroup) -> bool:
    return group.pk in visitor.groups and group.pk not in visitor.read_only_groups


def _leads(*roles: str) -> Callable[[Visitor, ReadingGroup], bool]:
    return lambda visitor, group: visitor.groups.get(group.pk) in roles


# Verbs filter no list, so each is a plain predicate; what a list needs is in `readable`.
VERBS: dict[str, Callable[[Visitor, Any], bool]] = {
    "read": _reads,
    "print": _reads,
    "annotate": _annotates,
    "edit": _edits,
    "contribute": _contributes,
    "invite": _leads("owner", "manager"),
    "moderate": _leads("owner", "manager", "moderator"),
}


def may(visitor: Visitor, verb: str, thing: Any) -> bool:
    """Tell whether the visitor may do something to a thing; raises KeyError for a verb nobody defined."""
    return VERBS[verb](visitor, thing)
