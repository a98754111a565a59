"""Who comes in: signing in and out, sessions, forged requests kept out, rights asked at every door."""
