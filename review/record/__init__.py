"""The record screen: page image beside the fields, where every value came from, words mended, versions, publishing."""
