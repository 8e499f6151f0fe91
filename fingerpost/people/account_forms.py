"""allauth's forms, where ours differ."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm

from fingerpost.people.models import User


class SignInForm(LoginForm):  # type: ignore[misc]
    """Without the link inside the hint: the page has it, below the button."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"].help_text = ""


class NewPasswordForm(ResetPasswordForm):  # type: ignore[misc]
    """Only those who have a password may ask for a new one; the first comes with an administrator's invitation.

    Otherwise a coordinator, who keeps the addresses of people who do not sign in, could give anyone a sign-in.
    """

    def clean_email(self) -> str:
        email: str = super().clean_email()
        self.users: list[User] = [user for user in self.users if user.has_usable_password()]
        return email
