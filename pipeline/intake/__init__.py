"""From the porch into the house: `sweep` looks, `take` opens, `enter` stages, `release` tidies, `recover` re-finds.

Nothing leaves the porch but by `release`, after the vault has been read back. Whatever is killed in between
is found again: an unentered file still lies on the porch, a staged drop is entered by `recover`.
"""
