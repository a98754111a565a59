"""THE VAULT: object-store adapters (folder, S3, memory), the archive layout on top of them, and the porch.

The archive is the truth; it makes sense without this software (OCFL 1.1).
"""
