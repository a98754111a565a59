"""All routes of the record screen."""

from fastapi import APIRouter

from review.record import holding, merging, publishing, reading, saving, screen, versions

router = APIRouter()
for part in (screen, reading, saving, holding, merging, versions, publishing):
    router.include_router(part.router)
