"""Reports of notes, the cases they make, what was decided, and by which rules."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import ReadingGroup, Surrogate
from annotations.models.annotations import Annotation

# The longest reasons, appeals and explanations, code points.
REASONS = 4_000


class Rule(models.TextChoices):
    """What a note may break; a report names one, and so does a decision."""

    SPAM = "spam", _("advertising or spam")
    ABUSE = "abuse", _("abuse, hatred or threats")
    PRIVACY = "privacy", _("private life of a person")
    RIGHTS = "rights", _("somebody's rights or the law")
    OFF_TOPIC = "off_topic", _("nothing to do with the document")
    OTHER = "other", _("something else")


class Rules(models.Model):
    """The rules for shared notes: those of a group, or, without a group, those for the whole archive."""

    group = models.ForeignKey(
        ReadingGroup, verbose_name=_("group"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    policy = models.TextField(
        _("policy"), blank=True, max_length=REASONS, help_text=_("What may be written here, in plain words.")
    )
    looks_first = models.BooleanField(
        _("moderators look first"),
        default=False,
        help_text=_("A note is seen by others only after a moderator has looked at it."),
    )
    words = models.TextField(
        _("words that hold a note back"),
        blank=True,
        max_length=REASONS,
        help_text=_("One on each line; a note with one of them waits for a moderator."),
    )
    rate = models.PositiveIntegerField(
        _("notes an hour"),
        null=True,
        blank=True,
        help_text=_("As many as one person may share in an hour. Empty: no limit."),
    )

    class Meta:
        verbose_name = _("rules for notes")
        verbose_name_plural = _("rules for notes")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Two sets of rules for one place would contradict each other.
            models.UniqueConstraint(fields=["group"], nulls_distinct=False, name="rules_once"),
        ]

    def __str__(self) -> str:
        return str(self.group or _("the whole archive"))


class Case(models.Model):
    """Everything about one note that somebody has to decide on; many reports make one case.

    `snapshot` is the note as it was when the case was opened: body, tags, link, exact, audience, revision. It is the
    only copy when its author changes or deletes the note, and goes when the author's account is erased.
    """

    class State(models.TextChoices):
        """Where it stands; all but the last are running."""

        OPEN = "open", _("waits for a decision")
        ASKED = "asked", _("waits for the author")
        APPEALED = "appealed", _("waits for a second decision")
        CLOSED = "closed", _("decided")

    class Outcome(models.TextChoices):
        """What was decided last."""

        KEPT = "kept", _("the note stays")
        HIDDEN = "hidden", _("the note is hidden")

    class Cause(models.TextChoices):
        """Why a note waits though nobody reported it."""

        LOOK = "look", _("moderators look at every note first")
        WORDS = "words", _("it has words that the rules hold back")

    class Desk(models.TextChoices):
        """Whose turn it is."""

        GROUP = "group", _("moderators of the group")
        SITE = "site", _("moderators of the archive")

    annotation = models.ForeignKey(
        Annotation, verbose_name=_("note"), null=True, on_delete=models.SET_NULL, related_name="cases"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    group = models.ForeignKey(
        ReadingGroup, verbose_name=_("group"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    desk = models.CharField(_("desk"), max_length=8, choices=Desk.choices, default=Desk.SITE)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, blank=True)
    cause = models.CharField(_("held back because"), max_length=8, choices=Cause.choices, blank=True)
    snapshot = models.JSONField(_("the note as it was"), default=dict)
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    appeal = models.TextField(_("appeal"), blank=True, max_length=REASONS)
    # The author's time when the note was hidden, the reporters' when it was kept.
    appeal_until = models.DateTimeField(_("appeal until"), null=True, blank=True)
    appealed_at = models.DateTimeField(_("appealed"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Surrogate, verbose_name=_("decided by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_by = models.ForeignKey(
        Surrogate,
        verbose_name=_("appeal decided by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        permissions: ClassVar[Any] = [("moderate", "Can decide on reported notes")]
        ordering: ClassVar[list[str]] = ["opened_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Reports fold into the running case.
            models.UniqueConstraint(
                fields=["annotation"], condition=~Q(state="closed"), name="case_one_running_for_a_note"
            ),
            # An appeal is decided by a second person.
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("decided_by")),
                name="case_appeal_has_second_person",
            ),
            models.CheckConstraint(condition=~Q(state="closed") | ~Q(outcome=""), name="case_closed_has_outcome"),
            models.CheckConstraint(condition=~Q(desk="group") | Q(group__isnull=False), name="case_of_group_has_group"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["desk", "group", "state"], name="case_queue", condition=~Q(state="closed")),
            models.Index(fields=["author", "-opened_at"], name="case_author"),
        ]

    def __str__(self) -> str:
        return f"№ {self.pk}"

    @property
    def is_second_look(self) -> bool:
        """True while a note that was kept waits for a second decision, because its reporter asked."""
        return self.state == self.State.APPEALED and self.outcome == self.Outcome.KEPT

    @property
    def deciders(self) -> frozenset[UUID]:
        """Give the stand-ins of those who have decided since the case was last opened."""
        return frozenset(pk for pk in (self.decided_by_id, self.reviewed_by_id) if pk is not None)


class Report(models.Model):
    """One person's word that a note breaks a rule; its author never learns whose.

    `appeal` is why the reporter asked for a second look when the note was kept.
    """

    case = models.ForeignKey(Case, verbose_name=_("case"), on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("reporter"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=10, choices=Rule.choices)
    words = models.TextField(_("in your words"), blank=True, max_length=REASONS)
    revision = models.PositiveIntegerField(_("revision of the note"))
    created_at = models.DateTimeField(_("reported"), auto_now_add=True)
    appeal = models.TextField(_("asks for a second look"), blank=True, max_length=REASONS)
    appealed_at = models.DateTimeField(_("asked for a second look"), null=True, blank=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering: ClassVar[list[str]] = ["created_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # A person who says it twice has said it once.
            models.UniqueConstraint(fields=["case", "reporter"], name="report_once"),
        ]

    def __str__(self) -> str:
        return f"№ {self.case_id}: {self.reason}"


class Decision(models.Model):
    """One step of a case: who did what in which role, and why. Rows are only ever added."""

    class Act(models.TextChoices):
        """What was done."""

        KEEP = "keep", _("kept")
        HIDE = "hide", _("hidden")
        ASK = "ask", _("author asked")
        ESCALATE = "escalate", _("passed on to the archive's moderators")
        APPEAL = "appeal", _("appealed")
        RESTORE = "restore", _("restored on appeal")
        UPHOLD = "uphold", _("appeal refused")
        EDITED = "edited", _("changed by its author")
        DELETED = "deleted", _("deleted by its author")
        LOOK = "look", _("looked at by the archive's moderators")

    class Role(models.TextChoices):
        """In which role."""

        GROUP = "group", _("a moderator of the group")
        SITE = "site", _("a moderator of the archive")
        AUTHOR = "author", _("the author")
        REPORTER = "reporter", _("who reported it")

    case = models.ForeignKey(Case, verbose_name=_("case"), on_delete=models.PROTECT, related_name="decisions")
    act = models.CharField(_("act"), max_length=10, choices=Act.choices)
    role = models.CharField(_("role"), max_length=8, choices=Role.choices)
    by = models.ForeignKey(
        Surrogate, verbose_name=_("by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    rule = models.CharField(_("rule"), max_length=10, choices=Rule.choices, blank=True)
    reasons = models.TextField(_("reasons"), blank=True, max_length=REASONS)
    revision = models.PositiveIntegerField(_("revision of the note"), null=True, blank=True)
    made_at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering: ClassVar[list[str]] = ["made_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Who hides a note owes its author a rule and reasons.
            models.CheckConstraint(
                condition=~Q(act="hide") | (~Q(rule="") & ~Q(reasons="")), name="decision_to_hide_has_reasons"
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"№ {self.case_id}: {self.act}"
