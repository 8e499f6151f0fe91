"""People, the organisations they work for, the areas and groups of the partnership."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may do; people/roles.py says what each role allows."""

    ADMINISTRATOR = "administrator", _("Administrator")
    COORDINATOR = "coordinator", _("Coordinator")
    LEAD_OFFICER = "lead-officer", _("Lead officer")
    MEMBER = "member", _("Member")


class Organisation(models.Model):
    """A body of the partnership: council, health board, police, college, voluntary body."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """The whole partnership area (no parent) or a locality within it."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="localities")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes users by email address, as Django and allauth expect."""

    def create_user(self, email: str | None, password: str | None = None, **fields: Any) -> User:
        user: User = self.model(email=self.normalize_email(email) if email else None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person: one who signs in, or a lead officer who is only named. `email` is None where it is not known."""

    email = models.EmailField(unique=True, null=True, blank=True)
    name = models.CharField(max_length=150)
    slug = models.SlugField(max_length=80, unique=True)
    job_title = models.CharField(max_length=150, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.MEMBER)
    deputy = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="deputises_for")
    line_manager = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="manages")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="email_is_unique_whatever_its_case"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_is_known"),
            models.CheckConstraint(condition=~models.Q(deputy=models.F("id")), name="nobody_deputises_for_themselves"),
            models.CheckConstraint(
                condition=~models.Q(line_manager=models.F("id")), name="nobody_is_their_own_line_manager"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GroupKind(models.TextChoices):
    STRATEGIC = "strategic", _("Strategic group")
    COORDINATING = "co-ordinating", _("Co-ordinating group")
    THEME = "theme", _("Theme group")
    LOCALITY = "locality", _("Locality management group")
    TASK = "task", _("Short-life task group")


class Group(models.Model):
    """A group of the partnership that owns plans and meets on their papers."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=GroupKind.choices)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="groups")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="subgroups")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One person in one group."""

    class Position(models.TextChoices):
        CHAIR = "chair", _("Chair")
        MEMBER = "member", _("Member")

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    position = models.CharField(max_length=10, choices=Position.choices, default=Position.MEMBER)

    class Meta:
        ordering = ["group__name", "user__name"]
        constraints = [
            models.UniqueConstraint(fields=["group", "user"], name="a_person_is_in_a_group_once"),
            models.UniqueConstraint(
                fields=["group"], condition=models.Q(position="chair"), name="a_group_has_one_chair"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.group}"
