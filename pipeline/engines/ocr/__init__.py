"""The OCR engine: page image in, `schemas.page.Page` out."""
