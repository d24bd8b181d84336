"""Whom a member of a body speaks for."""

from __future__ import annotations

from django.db import models


class Represents(models.TextChoices):
    STATUTORY = "statutory", "Statutory partner"
    VCS = "vcs", "Voluntary and community sector"
    SAFE_PLACE = "safe_place", "Manager of a safe place"
    YOUNG_PEOPLE = "young_people", "Children and young people"
    PARENTS = "parents", "Parents and carers"
    SCHOOLS = "schools", "Schools and early years settings"
    HEALTH = "health", "Primary care and other health services"
    FAITH = "faith", "Faith groups"
