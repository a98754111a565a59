"""All routes of the record screen."""

from fastapi import APIRouter

from review.record import merging, publishing, reading, saving, screen, versions

router = APIRouter()
for part in (screen, reading, saving, merging, versions, publishing):
    router.include_router(part.router)
