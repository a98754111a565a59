"""Questions with their answers, situations with their solutions."""
