"""Pure steps of the OCR engine: records in, records out; no image, no program."""
