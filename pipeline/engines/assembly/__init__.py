"""Makes the archive's PDF/A: our own assembler for documents that are all scans, OCRmyPDF for all others."""
